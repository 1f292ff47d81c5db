using System.Globalization;
using Msmtp.Text;

namespace Msmtp.Testing.Tests.Fakes;

/// <summary>Says in the header how many octets a server gets as the body.</summary>
sealed class FakeFilter(PluginContext context, Fault fault) : IMessageFilter
{
    static long shared;

    public async ValueTask<OutgoingMail> FilterAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        if (fault == Fault.CancelThrowsIO && cancellationToken.IsCancellationRequested)
            throw new IOException("cancelled");
        cancellationToken.ThrowIfCancellationRequested();
        var spool = fault == Fault.HoldsTheBody ? new MemoryStream() : context.CreateSpool();
        var size = await KeepAsync(mail.Content.Body, spool, cancellationToken);
        if (fault == Fault.HidesEightBit)
            await spool.WriteAsync("\u00E9\r\n"u8.ToArray(), cancellationToken);
        spool.Position = 0;
        if (fault == Fault.SharesState)
            size = Interlocked.Add(ref shared, size);
        var field = OctetText.Encode(string.Create(CultureInfo.InvariantCulture, $"X-Octets: {size}\n"));
        var header = mail.Content.HeaderBlock;
        if (fault == Fault.LosesTheEmptyLine)
            header = header[..^1];
        return mail with { Content = mail.Content with { HeaderBlock = (byte[])[.. field, .. header.Span], Body = spool } };
    }

    async Task<long> KeepAsync(Stream body, Stream spool, CancellationToken cancellationToken)
    {
        var source = fault == Fault.CountsWhatItIsGiven ? body : new CanonicalStream(default, body);
        try
        {
            await source.CopyToAsync(spool, cancellationToken);
        }
        catch (MailException) when (fault == Fault.SwallowsTheBreak)
        {
        }
        return spool.Length;
    }
}
