using System.Globalization;
using Msmtp;
using Msmtp.Text;

namespace My.Plugin_1;

/// <summary>Appends time, exit code, sender, recipients and failure, separated by tabs.</summary>
sealed class TallySink(string file) : ILogSink
{
    // EWOULDBLOCK: another process has the file open.
    const int Locked = 11;
    const int Attempts = 500;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public async ValueTask WriteAsync(DeliveryRecord record, CancellationToken cancellationToken)
    {
        var line = OctetText.Encode(Line(record));
        try
        {
            for (var attempt = 1; !TryAppend(line, attempt); attempt++)
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MailException(ExitCode.IoErr, DeliveryStage.Quit, $"cannot log to {file}: {SystemError.Describe(e)}", inner: e);
        }
    }

    // Addresses and servers' words come from outside: PrintableText keeps each on its line.
    static string Line(DeliveryRecord record) => string.Join('\t', ((string[])
    [
        record.Time.ToString("o", CultureInfo.InvariantCulture),
        record.ExitCode.ToString(),
        record.Envelope.From.Address,
        string.Join(',', record.Envelope.To.Select(static to => to.Address)),
        record.Failure?.Message ?? "",
    ]).Select(PrintableText.Text)) + "\n";

    // Other processes may write, too: the file is opened for exclusive access.
    bool TryAppend(byte[] line, int attempt)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.None);
            stream.Write(line);
            return true;
        }
        catch (IOException e) when (e.HResult == Locked && attempt < Attempts)
        {
            return false;
        }
    }
}
