namespace Msmtp;

/// <summary>Advice about encryption and logging in: at AUTH, and where a server asks for either later. Nothing here does I/O.</summary>
static class LoginAdvice
{
    const string WantsTls = "the server wants TLS first: write \"tls on\"";

    const string WrongPassword =
        "the server takes the user name or the password for wrong: check user, and what password, passwordeval, the keyring or netrc "
        + "gives; where there is a second factor, servers want a password made for programs, or a token";

    public static string? For(Refusal refusal, Settings settings) =>
        Encryption(refusal) ?? (refusal.Stage == DeliveryStage.Auth ? AtAuth(refusal) : Later(refusal, settings));

    static string? Encryption(Refusal refusal)
    {
        if (refusal.Says("tls 1.0", "tls1.0", "support for tls 1", "tls version"))
            return "the server no longer takes this version of TLS: take tls_priorities out, or allow VERS-TLS1.2 and VERS-TLS1.3 in it";
        if (refusal.Stage == DeliveryStage.Tls)
            return null;
        // RFC 5248 §2.4: X.7.10 encryption needed; X.7.11 encryption required for the mechanism. RFC 2554: 538, 523.
        return refusal.Code is 523 or 538 || refusal.Means(7, 10) || refusal.Means(7, 11)
            || refusal.Says("starttls", "tls required", "tls is required", "requires tls", "encryption required", "encryption needed",
                "require encryption", "must use ssl", "must use tls", "secure connection", "use a ssl", "use ssl")
            ? WantsTls
            : null;
    }

    static string? AtAuth(Refusal refusal) => Policy(refusal) ?? Locked(refusal) ?? Mechanism(refusal) ?? refusal.Code switch
    {
        454 => "the server cannot check passwords at the moment: try again later",
        530 => WantsTls,
        // 5.7.3 is what Exchange says to everything.
        535 when refusal.Means(7, 3) =>
            $"{WrongPassword}; with Exchange or Microsoft 365 also whether SMTP AUTH is allowed for the mailbox",
        535 => WrongPassword,
        _ => null,
    };

    // The password may be as right as it likes.
    static string? Policy(Refusal refusal)
    {
        if (refusal.Says("basic authentication is disabled", "basic authentication is not supported"))
            return "the server takes no passwords for SMTP any more, and this one is not at fault: write \"auth xoauth2\" and let passwordeval print a token";
        if (refusal.Says("security defaults", "conditional access", "did not meet the criteria", "by your organization", "blocked by policy"))
            return "a rule of the organization forbids this login, the password is not at fault: ask its administrator to allow SMTP AUTH for the mailbox";
        if (refusal.Says("smtpclientauthentication is disabled", "smtp_auth_disabled")
            || refusal.Means(7, 139) && !refusal.Says("credentials were incorrect"))
            return "SMTP AUTH is switched off for this mailbox or for its whole organization (tenant), the password is not at fault: an "
                + "administrator has to allow \"Authenticated SMTP\" for the mailbox, or use \"auth xoauth2\" with a token from passwordeval";
        if (refusal.Says("application-specific", "application specific", "app-specific", "app specific", "app password", "application password",
                "invalidsecondfactor", "authorization code", "second factor", "two-factor", "2-step")
            || refusal is { Code: 534 } && refusal.Means(7, 9) && !refusal.Says("mechanism", "weak"))
            return "the server wants an application password, not the one that a person logs in with: make one in the settings of the mail "
                + "account, and give that by passwordeval or password";
        return refusal.Means(7, 14) || refusal.Says("web browser", "webloginrequired", "via your browser")
            ? "the server wants you to log in with a web browser once, and to confirm that it is you; then an application password or a token is safer"
            : null;
    }

    static string? Locked(Refusal refusal)
    {
        if (refusal.Says("too many", "try again later", "rate limit", "temporarily blocked", "temporarily locked") || refusal.Code == 421)
            return "the server has had too many logins: wait before the next try, and check the password before it is tried again";
        if (refusal.Says("does not have access rights", "access to this service", "smtp access", "service is not enabled", "not enabled for",
                "smtp is disabled", "service is disabled"))
            return "the server allows no mail programs for this mailbox yet: switch SMTP (or IMAP and SMTP) on in the settings of the mail account";
        // RFC 5248 §2.4: X.7.13 user account disabled.
        return refusal.Code == 525 || refusal.Means(7, 13)
            || refusal.Says("account is disabled", "account disabled", "account is locked", "account locked", "account has been", "suspended")
            ? "the account at the server is locked or switched off: ask the server's owner"
            : null;
    }

    // RFC 4954 §4 and §6.
    static string? Mechanism(Refusal refusal)
    {
        if (refusal.Code == 432 || refusal.Means(7, 12))
            return "the server needs the password itself once before this method works: write \"tls on\" and \"auth plain\" for one mail";
        if (refusal.Code is 504 or 534 || refusal.Means(7, 4))
            return "the server does not allow this method of authentication, or not without TLS: write \"auth on\" to have another chosen, and \"tls on\"";
        return refusal.Code is 500 or 502 or 503
            ? "the server lets nobody log in here, or not yet: write \"tls on\" and try port 587, or \"auth off\" if it takes mail from you without"
            : null;
    }

    // What an account without login is told at MAIL or RCPT, and one whose login the server has forgotten.
    static string? Later(Refusal refusal, Settings settings)
    {
        var wants = refusal.Code == 530 || refusal.Means(7, 57)
            || refusal.Says("authentication required", "authentication is required", "authentication needed", "must authenticate", "not logged in",
                "log in first", "login first", "auth first", "need to authenticate", "requires authentication", "please authenticate",
                "client was not authenticated", "not authenticated to send", "smtp authentication", "authenticate first")
            || refusal.Says("relay") && settings.Get(CommonSettings.Auth) == AuthChoice.Off;
        if (!wants || refusal.Stage < DeliveryStage.Mail)
            return null;
        return settings.Get(CommonSettings.Auth) == AuthChoice.Off
            ? "the server takes this mail only from somebody who has logged in: write \"auth on\", \"user\" and passwordeval; many servers want "
                + "\"tls on\" and port 587 for that"
            : "the server takes this mail only from a user who may send it, although the login went well: check that host is the server of this "
                + "account, and that SMTP AUTH is allowed for the mailbox";
    }
}
