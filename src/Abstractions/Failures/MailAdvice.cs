namespace Msmtp;

/// <summary>Advice about the rest of a mail: pace, size, recipients, content. Nothing here does I/O.</summary>
static class MailAdvice
{
    public static string? For(Refusal refusal, Settings settings) =>
        Relay(refusal, settings) ?? Pace(refusal) ?? Size(refusal) ?? Mailbox(refusal) ?? Content(refusal);

    static string? Pace(Refusal refusal)
    {
        if (refusal.Says("greylist", "graylist", "grey list", "gray list", "grey-list", "postgrey"))
            return "the server puts off whom it does not know (greylisting): send the mail again after some minutes";
        if (refusal.Means(5, 3) || refusal.Says("too many recipients"))
            return "the server takes fewer recipients with one mail: send it to the others with another one";
        if (refusal.Means(4, 5) && !refusal.IsTransient || refusal.Means(7, 705)
            || refusal.Says("daily", "sending quota", "sending limit", "user sending", "hourly", "messages per", "exceeded its max emails"))
            return "you have sent as much as the server allows for now: wait until its limit is lifted, often the next day";
        // RFC 3463 §3.8: 4.7.X is policy that passes.
        return refusal.Code == 421 || refusal is { IsTransient: true, Status.Subject: 7 }
            || refusal.Says("throttl", "rate limit", "rate exceeded", "sending rate", "too quickly", "too fast", "too many messages", "too many connections",
                "too many concurrent", "thread limit", "slow down", "unusual rate", "connection limit")
            ? "the server slows senders down or has no room at the moment: try again later, with fewer mails and connections at a time"
            : null;
    }

    static string? Size(Refusal refusal)
    {
        if (refusal.Says("security issue", "attachment", "executable", "virus", "malware"))
            return null;
        var isFull = refusal.Means(2, 2) || refusal.Says("mailbox full", "mailbox is full", "over quota", "overquota", "quota exceeded", "out of storage",
            "exceeded storage", "inbox full", "mailbox has exceeded");
        if (isFull || refusal is { Code: 552, Stage: DeliveryStage.Rcpt, Status: null } && !refusal.Says("size", "too large", "too big"))
            return "the recipient's mailbox is full: only the recipient can change that";
        if (refusal.Means(3, 4) || refusal.Means(2, 3) || refusal.Code == 552
            || refusal.Says("message size", "size limit", "too large", "too big", "maximum size", "exceeds the maximum"))
            return "the mail is larger than the server takes (--serverinfo tells how much, under SIZE): send less at once, or a link to the rest";
        return refusal.Means(3, 1) || refusal.Code == 452
            ? "the server has no room for the mail at the moment: try again later"
            : null;
    }

    static string? Mailbox(Refusal refusal) =>
        refusal is { Stage: DeliveryStage.Rcpt } && refusal.Means(4, 1)
            ? "the server knows no such mailbox, or takes no mail for it from outside: check how the recipient's address is written"
            : null;

    static string? Relay(Refusal refusal, Settings settings) =>
        refusal.Says("relay", "rcpthosts", "not a local domain", "we do not accept mail for") || refusal.Means(7, 54) || refusal.Means(7, 64)
            ? settings.Get(CommonSettings.Auth) == AuthChoice.Off
                ? "the server takes mail for others only from its own users: write \"auth on\", \"user\" and passwordeval, and check host"
                : "the server does not pass mail on to this recipient for you: check that host is the server of this account, and how the recipient's address is written"
            : null;

    static string? Content(Refusal refusal)
    {
        if (refusal.Says("security issue", "attachment", "executable", "virus", "malware"))
            return "the server takes the mail, or an attachment, for dangerous: send it without, or a link to it";
        if (refusal.Says("spam", "unsolicited", "content rejected", "junk", "looks like", "policy"))
            return "the server's filter refuses the mail or its sender: look at the page or the words that it names; the address in from, links and the Subject are what filters mind";
        return refusal.Says("line too long", "lines too long", "maximum line length", "line length")
            ? "a line of the mail is longer than 998 characters (RFC 5322 §2.1.1): break it, or encode the text"
            : null;
    }
}
