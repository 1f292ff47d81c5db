using Msmtp.Server;
using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary>What a client of a session hears about its mail. Nothing here does I/O.</summary>
static class SessionReplies
{
    // RFC 5321 §4.5.3.1.5: a line of a reply has 512 octets, of which the code and its status take a few.
    const int LongestLine = 400;

    /// <summary>The reply to a mail whose outcome is known.</summary>
    public static SmtpReply Of(DeliveryRecord record)
    {
        if (!record.Result.IsSuccess && record.Failure is { } failure)
            return Of(failure);
        if (record.QueueId is { } id)
            return new SmtpReply(250, "2.0.0", $"queued as {id}");
        return new SmtpReply(250, "2.0.0", record.Result.FinalReply is { } reply ? Line($"sent: {reply}") : "sent");
    }

    /// <summary>The reply to a mail that failed.</summary>
    public static SmtpReply Of(DeliveryFailure failure)
    {
        var isTemporary = IsTemporary(failure);
        // What the server said about the mail is passed on; its refusal of our login is none of the client's.
        var reply = failure is { Stage: >= DeliveryStage.Mail, Reply.Code: >= 400 } ? failure.Reply : null;
        var status = reply?.Status?.ToString() ?? (isTemporary ? "4.0.0" : "5.0.0");
        return new SmtpReply(reply?.Code ?? (isTemporary ? 451 : 554), status, Lines(failure));
    }

    /// <summary>Exit statuses after which a client should try again, as msmtpd has them.</summary>
    public static bool IsTemporary(int exitStatus) => (ExitCode)exitStatus is ExitCode.NoHost or ExitCode.Unavailable or ExitCode.OsErr or ExitCode.TempFail;

    static bool IsTemporary(DeliveryFailure failure) => failure switch
    {
        // The client cannot know more than we do: twice is better than never (RFC 5321 §4.5.4.1).
        { MayHaveBeenDelivered: true } => true,
        { Stage: >= DeliveryStage.Mail, Reply: { Code: >= 400 } reply } => reply.IsTransient,
        // What the server cannot do, it cannot do later.
        { Stage: DeliveryStage.Mail, Reply: null, ExitCode: ExitCode.Unavailable } => failure.IsTemporary,
        _ => failure.IsTemporary || failure.Reply is { IsTransient: true } || IsTemporary((int)failure.ExitCode),
    };

    static string[] Lines(DeliveryFailure failure)
    {
        var said = failure.Reply?.Lines ?? [];
        var lines = new string[said.Count + 1];
        lines[0] = Line(failure.Message);
        for (var i = 0; i < said.Count; i++)
            lines[i + 1] = Line($"server message: {said[i]}");
        return lines;
    }

    static string Line(string text) => PrintableText.Text(text.Length > LongestLine ? text[..LongestLine] : text);
}
