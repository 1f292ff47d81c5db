namespace Msmtp;

/// <summary>Advice about the rest of a mail: pace, size, recipients, content. Nothing here does I/O.</summary>
static class MailAdvice
{
    public static string? For(Refusal refusal, AccountSettings settings) =>
        Quota(refusal) ?? Relay(refusal, settings) ?? Pace(refusal) ?? Size(refusal) ?? Mailbox(refusal) ?? Content(refusal);

    /// <summary>A limit that is lifted after hours or days; also at AUTH.</summary>
    public static string? Quota(Refusal refusal) =>
        refusal.Means(4, 5) && !refusal.IsTransient || refusal.Means(7, 705)
        || refusal.Says("daily", "sending quota", "submission quota", "submissionquota", "sending limit", "user sending", "hourly", "messages per",
            "credits exceeded", "exceeded its max emails")
            ? "you have reached the server's sending limit: wait until it is lifted, often the next day"
            : null;

    /// <summary>Too fast, or too much at once; also at AUTH.</summary>
    public static string? Pace(Refusal refusal)
    {
        if (refusal.Says("greylist", "graylist", "grey list", "gray list", "grey-list", "postgrey"))
            return "the server defers senders that it does not know yet (greylisting): send the mail again in a few minutes";
        if (refusal.Means(5, 3) || refusal.Says("too many recipients"))
            return "the server does not accept so many recipients in one mail: send it to the others separately";
        // RFC 3463 §3.8: 4.7.X is a temporary matter of policy.
        return refusal.Code == 421 || refusal is { IsTransient: true, Status.Subject: 7 }
            || refusal.Says("throttl", "rate limit", "rate exceeded", "sending rate", "too quickly", "too fast", "too many messages", "too many connections",
                "too many concurrent", "thread limit", "slow down", "unusual rate", "connection limit")
            ? "the server is throttling senders or is overloaded: try again later, with fewer mails and connections at a time"
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
            || refusal.Says("message size", "size limit", "too large", "too big", "maximum size", "size exceeded", "exceeds the maximum"))
            return "the mail is larger than the server accepts (--serverinfo shows the limit, under SIZE): send less at once, or a link to the rest";
        return refusal.Means(3, 1) || refusal.Code == 452
            ? "the server has no room for the mail at the moment: try again later"
            : null;
    }

    static string? Mailbox(Refusal refusal) => refusal switch
    {
        { IsAboutRecipient: false } => null,
        _ when refusal.Says("fully-qualified", "fully qualified") =>
            "the recipient's address has no domain, or only this machine's: write a full address, or set aliases for names such as root",
        _ when refusal.Says("domain not found") || refusal.Means(1, 2) =>
            "the server cannot find the domain of the recipient's address: check how it is spelled",
        _ when refusal.Means(4, 1) => "the server has no such mailbox, or accepts no mail for it from outside: check the recipient's address",
        _ => null,
    };

    static string? Relay(Refusal refusal, AccountSettings settings) =>
        IsAboutRelay(refusal)
            ? settings.Get(CommonSettings.Auth) == AuthChoice.Off
                ? "the server relays mail only for its own users: write \"auth on\", \"user\" and passwordeval, and check host"
                : "the server does not relay mail to this recipient for you: check that host is the right server for this account, and check the recipient's address"
            : null;

    /// <summary>The server does not relay for us. Postfix's "unknown in relay recipient table" and limits of a relay are something else.</summary>
    public static bool IsAboutRelay(Refusal refusal) =>
        refusal.Says("relay", "rcpthosts", "not a local domain", "we do not accept mail for") && !refusal.Says("relay recipient table", "limit exceeded")
        || refusal.Means(7, 54) || refusal.Means(7, 64);

    static string? Content(Refusal refusal)
    {
        if (refusal.Says("security issue", "attachment", "executable", "virus", "malware"))
            return "the server considers the mail or an attachment dangerous: send it without the attachment, or send a link";
        if (refusal.Says("spam", "unsolicited", "content rejected", "junk", "looks like", "policy"))
            return "the server's filter rejected the mail or its sender: follow the link or the words in its reply; filters look at the address in from, at links and at the Subject";
        return refusal.Says("line too long", "lines too long", "maximum line length", "line length")
            ? "a line of the mail is longer than 998 characters (RFC 5322 §2.1.1): wrap it, or encode the text"
            : null;
    }
}
