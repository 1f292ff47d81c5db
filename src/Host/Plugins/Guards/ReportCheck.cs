namespace Msmtp.Hosting;

/// <summary>
/// A mail counts as sent only if the server said so for each of its recipients. A transport that reports otherwise has a bug, and what
/// became of the mail is unknown. Nothing here does I/O.
/// </summary>
static class ReportCheck
{
    /// <summary>What is wrong with a report; null: nothing.</summary>
    public static string? Fault(SmtpEnvelope envelope, DeliveryReport? report)
    {
        if (report is null)
            return "it reported nothing";
        if (!IsAbout(report.Recipients, envelope.To))
            return "its report is not about the mail's recipients";
        if (report.IsComplete && !AreAccepted(report.Recipients))
            return "it reports the mail as sent, and a recipient who was not accepted";
        if (report.IsComplete && report.FinalReply is { IsPositive: false })
            return "it reports the mail as sent, and a server that did not take it";
        return null;
    }

    /// <summary>
    /// The result of a mail that failed: what its transport says about each recipient, if that is about the mail's recipients, or else the
    /// same for all.
    /// </summary>
    public static SendResult ResultOf(SmtpEnvelope envelope, MailException e)
    {
        var told = e.Result;
        var isTold = !told.IsSuccess && told.Recipients.Select(static recipient => recipient.Recipient).SequenceEqual(envelope.To);
        return isTold ? told : SendResult.Of(e.Failure, envelope.To);
    }

    // By index, because every mail passes here: enumerating an interface allocates.
    static bool IsAbout(IReadOnlyList<RecipientResult> results, IReadOnlyList<ForwardPath> recipients)
    {
        for (var i = 0; i < results.Count; i++)
            if (i == recipients.Count || results[i].Recipient != recipients[i])
                return false;
        return results.Count == recipients.Count;
    }

    static bool AreAccepted(IReadOnlyList<RecipientResult> results)
    {
        for (var i = 0; i < results.Count; i++)
            if (!results[i].IsAccepted)
                return false;
        return true;
    }
}
