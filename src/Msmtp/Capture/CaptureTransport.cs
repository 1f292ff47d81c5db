namespace Msmtp;

/// <summary>A connection to nowhere that answers as a server would.</summary>
sealed class CaptureTransport(string? account, MailCapture capture) : ITransport
{
    static readonly ServerReply Ok = new(250, null, ["2.0.0 captured"]);

    // Whoever looks at it wants to read it.
    public bool AcceptsEightBit => true;

    public ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken) => new(true);

    public async ValueTask<DeliveryReport> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        RecipientResult[] results = [.. mail.Envelope.To.Select(path => new RecipientResult(path, capture.AnswerRecipient(path) ?? Ok))];
        var refused = results.FirstOrDefault(static result => !result.IsAccepted);
        var accepted = results.Where(static result => result.IsAccepted).Select(static result => result.Recipient).ToList();
        var report = new DeliveryReport(results) { Failure = refused is null ? null : Refusal(refused) };
        if (accepted.Count == 0 || refused is not null && mail.OnRefusal == PartialRefusal.Abort)
            return report;

        var message = mail.Content.OpenRead();
        using var octets = new MemoryStream();
        await message.CopyToAsync(octets, cancellationToken).ConfigureAwait(false);
        var captured = new CapturedMail(account, mail.Envelope.WithRecipients(accepted), octets.ToArray());
        if (capture.Fail(captured) is { } failure)
            throw new MailException(failure);
        capture.Keep(captured);
        return report with { FinalReply = Ok, MessageSize = message.Size };
    }

    public ValueTask DisposeAsync() => default;

    static DeliveryFailure Refusal(RecipientResult refused) => new(
        refused.Reply is { IsTransient: true } ? ExitCode.Unavailable : ExitCode.DataErr,
        DeliveryStage.Rcpt,
        $"recipient address {refused.Recipient.Address} not accepted by the server")
    {
        Reply = refused.Reply,
    };
}
