using System.Globalization;
using Msmtp;
using Msmtp.Text;

namespace My.Plugin_1;

/// <summary>
/// Writes each mail into a file of its own, whose name ends in .part until it is complete: sender and recipients as Return-Path and
/// X-Original-To, then the message.
/// </summary>
sealed class MaildropTransport(string folder, TimeProvider time) : ITransport
{
    static readonly ServerReply Stored = new(250, null, ["stored"]);

    int mails;

    public ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken) => new(Directory.Exists(folder));

    public async ValueTask<DeliveryReport> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Sorted in order of arrival; the last part is for mails that arrive over two connections at once.
        var name = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyyMMddHHmmssfffffff}-{++mails:D4}-{Guid.NewGuid():N}");
        var file = Path.Combine(folder, name + ".eml");
        var part = file + ".part";
        try
        {
            var size = await WriteAsync(part, mail, cancellationToken).ConfigureAwait(false);
            File.Move(part, file);
            var results = mail.Envelope.To.Select(static to => new RecipientResult(to, Stored));
            return new DeliveryReport([.. results]) { FinalReply = Stored, MessageSize = size };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MailException(ExitCode.IoErr, DeliveryStage.Data, $"{part}: {SystemError.Describe(e)}", inner: e);
        }
        finally
        {
            // An incomplete mail is removed.
            if (Directory.Exists(folder))
                File.Delete(part);
        }
    }

    public ValueTask DisposeAsync() => default;

    static async Task<long> WriteAsync(string file, OutgoingMail mail, CancellationToken cancellationToken)
    {
        var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(Envelope(mail.Envelope), cancellationToken).ConfigureAwait(false);
            // As a server would get it, every line ending with CR LF.
            var message = mail.Content.OpenRead();
            await message.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
            return message.Size;
        }
    }

    static byte[] Envelope(SmtpEnvelope envelope)
    {
        var to = string.Concat(envelope.To.Select(static to => $"X-Original-To: {to.Address}\r\n"));
        return OctetText.Encode($"Return-Path: {envelope.From}\r\n{to}");
    }
}
