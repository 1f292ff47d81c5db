namespace Msmtp;

/// <summary>Advice about encryption and login: at AUTH, and when a server asks for either later. Nothing here does I/O.</summary>
static class LoginAdvice
{
    const string WantsTls = "the server requires TLS first: write \"tls on\"";

    const string WrongPassword =
        "the server rejects the user name or the password: check user, and what password, passwordeval, the keyring or netrc supplies; "
        + "an account with a second factor needs an application password or a token";

    const string WrongToken =
        "the server refuses the token: check that user is the mailbox of whoever signed in, or one they may send from, and that host is "
        + "the provider's mail server; if both are right, sign in again";

    const string SmtpAuthIsOff =
        "SMTP AUTH is switched off for this mailbox or for its whole organization (tenant); the password is not at fault: have an "
        + "administrator allow \"Authenticated SMTP\" for the mailbox, or use \"auth xoauth2\" with a token from passwordeval";

    const string NotNow = "the server cannot check passwords at the moment: try again later";

    public static string? For(Refusal refusal, AccountSettings settings) =>
        Encryption(refusal) ?? (refusal.Stage == DeliveryStage.Auth ? AtAuth(refusal) : Later(refusal, settings));

    /// <summary>The same for a token, where no password is at fault.</summary>
    public static string? ForToken(Refusal refusal) =>
        Encryption(refusal) ?? PolicyOnTokens(refusal) ?? Locked(refusal) ?? Mechanism(refusal) ?? MailAdvice.Quota(refusal)
        ?? Unavailable(refusal)
        ?? refusal.Code switch
        {
            // Exchange says 5.7.3 to a token of somebody else, or without the right to send.
            535 when refusal.Means(7, 3) => $"{WrongToken}; with Microsoft 365 the token also needs the permission SMTP.Send, or "
                + "SMTP.SendAsApp and a service principal in Exchange",
            535 => WrongToken,
            _ => null,
        };

    // 5.7.139 is Microsoft's.
    static string? PolicyOnTokens(Refusal refusal)
    {
        if (IsForbidden(refusal))
        {
            return "a policy of the organization forbids this login; the token is not at fault: ask the administrator to allow SMTP AUTH "
                + "for the mailbox";
        }
        return refusal.Means(7, 139) || refusal.Says("smtpclientauthentication is disabled", "smtp_auth_disabled")
            ? "SMTP AUTH is switched off for this mailbox or for its whole organization (tenant); the token is not at fault: have an "
                + "administrator allow \"Authenticated SMTP\" for the mailbox"
            : null;
    }

    // A policy of the organization's, whatever the password or the token.
    static bool IsForbidden(Refusal refusal) => refusal.Says(
        "security defaults", "conditional access", "did not meet the criteria", "by your organization", "blocked by policy");

    static string? Encryption(Refusal refusal)
    {
        if (refusal.Says("tls 1.0", "tls1.0", "support for tls 1", "tls version"))
            return "the server no longer accepts this version of TLS: remove tls_priorities, or allow VERS-TLS1.2 and VERS-TLS1.3 in it";
        if (refusal.Stage == DeliveryStage.Tls)
            return null;
        // RFC 5248 §2.4: X.7.10 encryption needed; X.7.11 encryption required for the mechanism. RFC 2554: 538, 523.
        return refusal.Code is 523 or 538 || refusal.Means(7, 10) || refusal.Means(7, 11)
            || refusal.Says("starttls", "tls required", "tls is required", "requires tls", "encryption required", "encryption needed",
                "require encryption", "must use ssl", "must use tls", "secure connection", "use a ssl", "use ssl")
            ? WantsTls
            : null;
    }

    static string? AtAuth(Refusal refusal) =>
        Policy(refusal) ?? Locked(refusal) ?? SwitchedOff(refusal) ?? Mechanism(refusal) ?? MailAdvice.Quota(refusal) ?? Unavailable(refusal) ?? refusal.Code switch
    {
        530 => WantsTls,
        // Exchange says 5.7.3 to everything.
        535 when refusal.Means(7, 3) =>
            $"{WrongPassword}; with Exchange or Microsoft 365, check also that SMTP AUTH is allowed for the mailbox",
        535 => WrongPassword,
        _ => null,
    };

    // Postfix, Dovecot and saslauthd answer 535 also when the password is not at fault.
    static string? Unavailable(Refusal refusal) =>
        refusal.Code is 454 || refusal.Says("connection lost", "authentication server", "temporary auth", "temporary system", "temporary server",
            "generic failure", "system busy", "server busy", "internal error", "try again later")
            ? NotNow
            : refusal.Code is 421 ? MailAdvice.Pace(refusal) : null;

    // Refused whatever the password.
    static string? Policy(Refusal refusal)
    {
        if (refusal.Says("basic authentication is disabled", "basic authentication is not supported"))
            return "the server no longer accepts passwords for SMTP, so the password is not at fault: write \"auth xoauth2\" and have passwordeval print a token";
        if (IsForbidden(refusal))
            return "a policy of the organization forbids this login; the password is not at fault: ask the administrator to allow SMTP AUTH for the mailbox";
        if (refusal.Says("smtpclientauthentication is disabled", "smtp_auth_disabled"))
            return SmtpAuthIsOff;
        if (refusal.Says("password has expired", "password expired", "password is expired", "password must be changed"))
            return "the password has expired on the server: set a new one there, and supply that with passwordeval, password, the keyring or netrc";
        if (refusal.Says("application-specific", "application specific", "app-specific", "app specific", "app password", "application password",
                "invalidsecondfactor", "authorization code", "second factor", "two-factor", "2-step")
            || refusal is { Code: 534 } && refusal.Means(7, 9) && !refusal.Says("mechanism", "weak"))
            return "the server wants an application password, not the one you log in with yourself: create one in the settings of the mail "
                + "account, and supply it with passwordeval or password";
        return refusal.Means(7, 14) || refusal.Says("web browser", "webloginrequired", "via your browser")
            ? "the server wants you to log in with a web browser once and confirm that it is you; an application password or a token avoids this"
            : null;
    }

    static string? Locked(Refusal refusal)
    {
        if (refusal.Says("too many", "rate limit", "temporarily blocked", "temporarily locked") && !refusal.Says("connections"))
            return "the server has seen too many login attempts: wait before trying again, and check the password first";
        if (refusal.Says("does not have access rights", "access to this service", "smtp access", "service is not enabled", "not enabled for",
                "smtp is disabled", "service is disabled"))
            return "the server does not allow mail programs for this mailbox yet: enable SMTP (or IMAP and SMTP) in the settings of the mail account";
        // RFC 5248 §2.4: X.7.13 user account disabled.
        return refusal.Code == 525 || refusal.Means(7, 13)
            || refusal.Says("account is disabled", "account disabled", "account is locked", "account locked", "account has been", "suspended")
            ? "the account is locked or disabled on the server: ask the server's owner"
            : null;
    }

    // Microsoft's code for everything but a wrong password, and sometimes for that.
    static string? SwitchedOff(Refusal refusal) =>
        refusal.Means(7, 139) && !refusal.Says("credentials were incorrect") ? SmtpAuthIsOff : null;

    // RFC 4954 §4 and §6.
    static string? Mechanism(Refusal refusal)
    {
        if (refusal.Code == 432 || refusal.Means(7, 12))
            return "the server needs the password itself once before this method works: write \"tls on\" and \"auth plain\" for one mail";
        if (refusal.Code is 504 or 534 || refusal.Means(7, 4) || refusal.Says("invalid authentication mechanism", "no mechanism available", "mechanism not"))
            return "the server does not allow this authentication method, or not without TLS: write \"tls on\", and \"auth on\" to have another method chosen";
        return refusal.Code is 500 or 502 or 503
            ? "the server does not offer logins here, or not yet: write \"tls on\" and try port 587, or \"auth off\" if it accepts your mail without a login"
            : null;
    }

    // Said at MAIL or RCPT to an account without a login, or to one whose login does not suffice.
    static string? Later(Refusal refusal, AccountSettings settings)
    {
        var wants = refusal.Code == 530 || refusal.Means(7, 57)
            || refusal.Says("authentication required", "authentication is required", "authentication needed", "must authenticate", "not logged in",
                "log in first", "login first", "auth first", "need to authenticate", "requires authentication", "please authenticate",
                "client was not authenticated", "not authenticated to send", "smtp authentication", "authenticate first", "unauthenticated senders")
            || MailAdvice.IsAboutRelay(refusal) && settings.Get(CommonSettings.Auth) == AuthChoice.Off;
        if (!wants || refusal.Stage < DeliveryStage.Mail)
            return null;
        return settings.Get(CommonSettings.Auth) == AuthChoice.Off
            ? "the server accepts this mail only after a login: write \"auth on\", \"user\" and passwordeval; many servers also need \"tls on\" and "
                + "port 587"
            : "the login succeeded, but the server does not accept this mail from this user: check that host is the right server for this "
                + "account, and that SMTP AUTH is allowed for the mailbox";
    }
}
