namespace Msmtp;

/// <summary>Advice about the sender: the address, its domain, and the machine. Nothing here does I/O.</summary>
static class SenderAdvice
{
    public static string? For(Refusal refusal, AccountSettings settings) =>
        Greeting(refusal) ?? NotAuthorized(refusal) ?? Machine(refusal, settings) ?? (refusal.IsAboutRecipient ? null : Domain(refusal) ?? NotYours(refusal, settings));

    // Postfix defers this refusal until RCPT.
    static string? Greeting(Refusal refusal) =>
        refusal.Says("helo command", "ehlo command", "helo name", "ehlo name", "helo rejected", "invalid helo", "invalid ehlo", "your helo", "your ehlo")
        || refusal is { Stage: DeliveryStage.Hello, Code: 501 or 504 or (>= 550 and <= 554) }
            ? "the server rejects the name that this machine introduces itself with: write \"domain %H\", or set domain to a name that is in the DNS"
            : null;

    // RFC 7372 §3: X.7.20 to X.7.26; the rest is Microsoft's and Google's.
    static string? NotAuthorized(Refusal refusal) =>
        refusal.Means(7, 26) || refusal.Means(7, 23) || refusal.Means(7, 27) || refusal.Means(7, 509) || refusal.Means(7, 515)
        || refusal.Says("dmarc", "spf ", "spf:", "(spf", "spf)", "dkim", "sender is unauthenticated", "sender policy framework")
            ? "the sender's domain does not authorize this server (SPF, DKIM, DMARC): send through the mail server of that domain, or set from "
                + "to an address in this server's domain"
            : null;

    static string? Domain(Refusal refusal) =>
        refusal.Says("domain not found", "domain does not exist", "domain must exist", "does not resolve", "unresolvable", "domain of sender",
            "sender verify failed", "sender domain", "fully-qualified", "fully qualified")
        || refusal.Means(1, 8) && !IsBarred(refusal)
            ? "the server cannot find the sender's address or its domain: set from to a full address whose domain is in the DNS (not this machine's own name)"
            : null;

    static string? Machine(Refusal refusal, AccountSettings settings) =>
        refusal.Says("spamhaus", "blacklist", "blocklist", "block list", "black list", "blocked using", "dnsbl", "barracuda", "banned sending ip",
            "reputation", "dynamic ip", "dial-up", "dialup", "residential", "banned sender[", "ipcheck", "all messages from", "not accepted from this ip", "from your ip", "your ip ", "reverse dns",
            "ptr record", "rdns", "client host rejected")
        || refusal.Means(7, 25) || refusal.Means(7, 708)
            ? "the server refuses mail from this machine's network address: send through the server where you have a mailbox, on port 587 "
                + (settings.Get(CommonSettings.Auth) == AuthChoice.Off ? "with \"auth on\"" : "or 465")
            : null;

    static string? NotYours(Refusal refusal, AccountSettings settings)
    {
        if (refusal.Means(2, 252) || refusal.Means(7, 60)
            || refusal.Says("sendasdenied", "send as", "not owned by", "must equal authorized", "same as authorization", "same as the authenti",
                "sender is not allowed", "sender not allowed", "sender address is not allowed", "sender address not allowed", "not allowed to send",
                "not authorised to send", "not authorized to send", "not one of your addresses", "not permitted to send", "permission to send",
                "sender address rejected", "use this sender", "sender denied", "sender rejected", "from address is not", "address not verified"))
            return "the server does not let you send from this address: set from (and the From field, or -f) to an address that belongs to "
                + $"{Login(settings)}, or get permission to send as the other one";
        if (refusal.Says("is not verified", "verified sender", "sender identity", "sender signature", "unverified", "unregistered domain"))
            return "the sender's address or domain must first be registered with the service: do so in its settings, or set from to one that is";
        return IsBarred(refusal)
            ? "the server has blocked this account from sending, usually because of spam: ask the server's owner to lift the block"
            : null;
    }

    // Microsoft, Zoho, Amazon.
    static bool IsBarred(Refusal refusal) =>
        refusal.Says("bad outbound sender", "outbound spam", "outboundspam", "outgoing blocked", "unusual sending activity", "sending paused");

    /// <summary>550, 553 and the like in reply to MAIL are about the sender, whatever the words (RFC 5321 §4.2.3); to be tried last.</summary>
    public static string? AtMail(Refusal refusal, AccountSettings settings) =>
        refusal is { Stage: DeliveryStage.Mail, Code: 501 or (>= 550 and <= 551) or 553 or 554 }
            ? $"the server does not accept this sender: check the address in from (or -f); many servers accept only one that belongs to {Login(settings)}"
            : null;

    static string Login(AccountSettings settings) =>
        settings.Get(CommonSettings.Auth) == AuthChoice.Off ? "one of its users" : "the account in user";
}
