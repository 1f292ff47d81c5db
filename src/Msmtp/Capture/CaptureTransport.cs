namespace Msmtp;

/// <summary>A link to nowhere that answers as a server would.</summary>
sealed class CaptureTransport(string? account, MailCapture capture) : ITransport
{
    static readonly Reply Ok = new(250, null, ["2.0.0 captured"]);

    public ValueTask<bool> ReadyAsync(CancellationToken ct) => new(true);

    public ValueTask<bool> ProbeAsync(CancellationToken ct) => new(true);

    public async ValueTask<DeliveryReport> SendAsync(Mail mail, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(mail);
        RecipientResult[] results = [.. mail.Envelope.To.Select(path => new RecipientResult(path, capture.AnswerRecipient(path) ?? Ok))];
        var refused = results.FirstOrDefault(static result => !result.IsAccepted);
        var accepted = results.Where(static result => result.IsAccepted).Select(static result => result.Recipient).ToList();
        var report = new DeliveryReport(results) { Failure = refused is null ? null : Refusal(refused) };
        if (accepted.Count == 0 || refused is not null && mail.OnRefusal == PartialRefusal.StopsTheMail)
            return report;

        // Whoever looks at it wants to read it.
        var content = mail.EightBitContent is { } eightBit ? await eightBit(ct).ConfigureAwait(false) : mail.Content;
        var octets = await ReadAsync(content, ct).ConfigureAwait(false);
        var captured = new CapturedMail(account, new Envelope(mail.Envelope.From, accepted), octets);
        if (capture.Fail(captured) is { } failure)
            throw new MailException(failure);
        capture.Keep(captured);
        return report with { Final = Ok, MessageSize = octets.Count(static octet => octet != '\r') };
    }

    public ValueTask DisposeAsync() => default;

    static DeliveryFailure Refusal(RecipientResult refused) => new(
        refused.Reply is { IsTransient: true } ? ExitCode.Unavailable : ExitCode.DataErr,
        DeliveryStage.Rcpt,
        $"recipient address {refused.Recipient.Address} not accepted by the server")
    {
        Reply = refused.Reply,
    };

    static async ValueTask<byte[]> ReadAsync(MessageContent content, CancellationToken ct)
    {
        using var octets = new MemoryStream();
        octets.Write(content.HeaderBlock.Span);
        await content.Body.CopyToAsync(octets, ct).ConfigureAwait(false);
        return WithLineEnds(octets.GetBuffer().AsSpan(0, (int)octets.Length));
    }

    // RFC 5321 §2.3.8: on the wire a line ends with CRLF.
    static byte[] WithLineEnds(ReadOnlySpan<byte> octets)
    {
        using var result = new MemoryStream(octets.Length + octets.Count((byte)'\n'));
        while (octets.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var line = octets[..end];
            result.Write(line is [.. var text, (byte)'\r'] ? text : line);
            result.Write("\r\n"u8);
            octets = octets[(end + 1)..];
        }
        result.Write(octets);
        return result.ToArray();
    }
}
