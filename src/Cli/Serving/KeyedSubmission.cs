using Msmtp.Hosting;
using Msmtp.Server;

namespace Msmtp.Cli;

/// <summary>
/// A key that comes with a mail, so that handing the mail over twice is harmless: what client and service say to each other about it. Nothing
/// here does I/O.
/// <code>
/// MAIL FROM:&lt;...&gt; XKEY=xtext      the key; it is the user's own, and the same one of another user is another key
/// 250 2.0.0 queued before as ID     after the final dot: a mail with this key was accepted before, and this one is not sent again
/// 554 5.5.4 ...                     that was another mail
/// </code>
/// </summary>
static class KeyedSubmission
{
    /// <summary>The parameter of MAIL.</summary>
    public const string Parameter = "XKEY";

    const string Sent = "2.0.0";
    const string KnownAs = "queued before as ";
    const int NotAccepted = 554;
    const string OtherMail = "5.5.4";

    static readonly SmtpReply Invalid = new(501, OtherMail, "a key is text without control characters");

    /// <summary>The key of a mail; null: it has none.</summary>
    public static string? Of(MailEnvelope envelope)
    {
        foreach (var parameter in envelope.Parameters)
            if (parameter.Keyword == Parameter)
                return Xtext.TryDecode(parameter.Value);
        return null;
    }

    /// <summary>The reply to a mail whose key cannot be taken; null: it can, or there is none.</summary>
    public static SmtpReply? Refuse(MailEnvelope envelope, uint overflowUser)
    {
        if (Of(envelope) is not { } key)
            return null;
        foreach (var character in key)
            if (char.IsControl(character))
                return Invalid;
        return SystemUsers.Refuse(envelope.Client, overflowUser, "they have no keys");
    }

    /// <summary>The reply to a mail with a key, in place of the usual one.</summary>
    public static SmtpReply Reply(DeliveryRecord record) => record switch
    {
        { Result.WasKnown: true, QueueId: { } id } => new SmtpReply(250, Sent, KnownAs + id),
        { Result.IsSuccess: false, Failure: { ExitCode: ExitCode.DataErr, Reply: null } } => new SmtpReply(NotAccepted, OtherMail, SessionReplies.Of(record).Lines),
        _ => SessionReplies.Of(record),
    };

    /// <summary>Under which name the service has had the mail before; null: it has not.</summary>
    public static string? KnownBefore(DeliveryRecord record) =>
        record.Result.FinalReply?.Lines is [var line, ..] && line.StartsWith($"{Sent} {KnownAs}", StringComparison.Ordinal) ? line[(Sent.Length + 1 + KnownAs.Length)..] : null;

    /// <summary>What became of a mail with a key, with the exit status that it has where the queue is the caller's own.</summary>
    public static DeliveryRecord Understood(DeliveryRecord record) =>
        record.Failure is { Stage: DeliveryStage.EndOfData, Reply: { Code: NotAccepted, Status: { } status } } failure && status.ToString() == OtherMail
            ? record with { Result = record.Result with { Failure = failure with { ExitCode = ExitCode.DataErr } } }
            : record;
}
