namespace Msmtp;

/// <summary>Advice about who sends: the address, its domain, and the machine that the mail comes from. Nothing here does I/O.</summary>
static class SenderAdvice
{
    public static string? For(Refusal refusal, Settings settings) =>
        Greeting(refusal) ?? Domain(refusal) ?? Machine(refusal, settings) ?? NotYours(refusal, settings) ?? AtMail(refusal, settings);

    // Postfix puts it off until RCPT.
    static string? Greeting(Refusal refusal) =>
        refusal.Says("helo command", "ehlo command", "helo name", "ehlo name", "helo rejected", "invalid helo", "invalid ehlo", "your helo", "your ehlo")
        || refusal is { Stage: DeliveryStage.Hello, Code: 501 or 504 or (>= 550 and <= 554) }
            ? "the server does not take the name that this machine greets it with: write \"domain %H\", or a name in domain that is in the DNS"
            : null;

    static string? Domain(Refusal refusal)
    {
        // RFC 7372 §3: X.7.20 to X.7.26; the rest is Microsoft's and Google's.
        if (refusal.Means(7, 26) || refusal.Means(7, 23) || refusal.Means(7, 27) || refusal.Means(7, 509)
            || refusal.Says("dmarc", "spf ", "spf:", "(spf", "spf)", "dkim", "sender is unauthenticated", "sender policy framework"))
            return "whoever receives the mail sees that this server may not send for the domain of from (SPF, DKIM, DMARC): send through the mail "
                + "server of that domain, or write an address of this server's domain in from";
        return refusal.Says("domain not found", "domain does not exist", "domain must exist", "does not resolve", "unresolvable", "domain of sender",
                "sender verify failed", "sender domain", "fully-qualified", "fully qualified")
            || refusal.Means(1, 8) && !refusal.Says("bad outbound sender")
            ? "the server does not know the domain of the sender: write a whole address in from, whose domain is in the DNS (not that of this machine)"
            : null;
    }

    static string? Machine(Refusal refusal, Settings settings) =>
        refusal.Says("spamhaus", "blacklist", "blocklist", "block list", "black list", "blocked using", "dnsbl", "barracuda", "banned sending ip",
            "reputation", "dynamic ip", "dial-up", "dialup", "residential", "not accepted from this ip", "from your ip", "your ip ", "reverse dns",
            "ptr record", "rdns", "client host rejected")
        || refusal.Means(7, 25) || refusal.Means(7, 708)
            ? "the server refuses this machine because of its network address: hand the mail in at the server where you have a mailbox, on port 587 "
                + (settings.Get(CommonSettings.Auth) == AuthChoice.Off ? "with \"auth on\"" : "or 465")
            : null;

    static string? NotYours(Refusal refusal, Settings settings)
    {
        if (refusal.Means(2, 252) || refusal.Means(7, 60)
            || refusal.Says("sendasdenied", "send as", "not owned by", "must equal authorized", "same as authorization", "same as the authenti",
                "sender is not allowed", "sender not allowed", "sender address is not allowed", "sender address not allowed", "not allowed to send",
                "not authorised to send", "not authorized to send", "not one of your addresses", "not permitted to send", "permission to send",
                "sender address rejected", "use this sender", "sender denied", "sender rejected", "from address is not", "address not verified"))
            return $"the server does not let this login send under that address: write in from (and in the From field, or -f) an address that belongs to "
                + $"{Login(settings)}, or have the right to send as the other one granted";
        if (refusal.Says("is not verified", "verified sender", "sender identity", "sender signature", "unverified"))
            return "the sender's address or domain has to be registered with the service first: do that in its settings, or write in from one that is";
        return refusal.Says("bad outbound sender", "outbound spam")
            ? "the server has barred this mailbox from sending, mostly after spam: ask the server's owner to lift that"
            : null;
    }

    // 550, 553 and the like to MAIL speak of the sender, whatever the words are (RFC 5321 §4.2.3).
    static string? AtMail(Refusal refusal, Settings settings) =>
        refusal is { Stage: DeliveryStage.Mail, Code: 501 or (>= 550 and <= 551) or 553 or 554 }
            ? $"the server does not take this sender: check the address in from (or -f); many servers take only one that belongs to {Login(settings)}"
            : null;

    static string Login(Settings settings) => settings.Get(CommonSettings.Auth) == AuthChoice.Off ? "one of their users" : "the name in user";
}
