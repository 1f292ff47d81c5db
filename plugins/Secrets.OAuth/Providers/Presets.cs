namespace Msmtp.Secrets.OAuth.Providers;

/// <summary>
/// The providers that are known by name, with the facts of November 2026: from their own documentation and metadata where that is public,
/// else (Yahoo, AOL, Mail.ru) as mail programs use them. How a client authenticates to Yahoo, AOL, Yandex and Mail.ru is what Thunderbird
/// does. None was tried with an account.
/// </summary>
static class Presets
{
    /// <summary>The tenant of <c>oauth_tenant</c> that anybody's account belongs to.</summary>
    public const string AnyTenant = "common";

    /// <summary>The preset with this name; null if there is none. Makes only the one that is asked for.</summary>
    /// <param name="name">Its name in <c>oauth</c>.</param>
    /// <param name="tenant">The tenant, for endpoints that depend on it (Microsoft); null for anybody's.</param>
    public static Provider? Find(string name, string? tenant = null) => name switch
    {
        "google" => Google(),
        "microsoft" => Microsoft(tenant ?? AnyTenant),
        "yahoo" => Yahoo(),
        "aol" => Aol(),
        "fastmail" => Fastmail(),
        "yandex" => Yandex(),
        "mailru" => MailRu(),
        _ => null,
    };

    // https://developers.google.com/identity/protocols/oauth2/native-app and .../service-account; https://accounts.google.com's metadata.
    static Provider Google() => new("google")
    {
        Issuer = "https://accounts.google.com",
        AuthorizationEndpoint = new Uri("https://accounts.google.com/o/oauth2/v2/auth"),
        TokenEndpoint = new Uri("https://oauth2.googleapis.com/token"),
        RevocationEndpoint = new Uri("https://oauth2.googleapis.com/revoke"),
        Scopes = ["https://mail.google.com/", "openid", "email"],
        // Domain-wide delegation grants exactly the scopes that the administrator has listed.
        ApplicationScope = "https://mail.google.com/",
        Flows = Flows.Browser | Flows.Service,
        FlowAdvice = "Google grants no mail scope to devices or to applications that sign in as themselves: "
            + "sign in with a browser, or paste the address that it ends at (msmtp --authorize=paste), or use oauth_flow service",
        // Without consent, whoever signs in again gets no refresh token.
        AuthorizationParameters = [new("access_type", "offline"), new("prompt", "consent")],
        RegistrationAdvice = "register a client of the type \"Desktop app\" at https://console.cloud.google.com/auth/clients, "
            + "and write its oauth_client_id and oauth_client_secret",
        AuthenticationMethods = ["client_secret_post", "client_secret_basic"],
    };

    // https://learn.microsoft.com/exchange/client-developer/legacy-protocols/
    // how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
    // Exchange offers XOAUTH2 alone. Nothing revokes a single token.
    static Provider Microsoft(string tenant) => new("microsoft")
    {
        AuthorizationEndpoint = new Uri($"https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize"),
        TokenEndpoint = new Uri($"https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"),
        DeviceEndpoint = new Uri($"https://login.microsoftonline.com/{tenant}/oauth2/v2.0/devicecode"),
        Scopes = ["https://outlook.office.com/SMTP.Send", "offline_access", "openid", "profile"],
        ApplicationScope = "https://outlook.office365.com/.default",
        Mechanisms = ["XOAUTH2"],
        Flows = Flows.Browser | Flows.Device | Flows.Application,
        RedirectUri = "http://localhost",
        // Nobody signs in as a shared mailbox, which is often the user: the page lets the person choose.
        HintsUser = false,
        AuthorizationParameters = [new("prompt", "select_account")],
        ConsentPage = "https://myapps.microsoft.com (or https://account.live.com/consent/Manage for a personal account)",
        FlowAdvice = "Microsoft has no service accounts of that kind: use oauth_flow app",
        RegistrationAdvice = "register an application at https://entra.microsoft.com (App registrations) with the platform "
            + "\"Mobile and desktop applications\" and the redirect URI http://localhost, allow public client flows, and write its "
            + "Application (client) ID as oauth_client_id",
        AuthenticationMethods = ["client_secret_post", "private_key_jwt"],
    };

    // https://developer.yahoo.com/oauth2/guide/flows_authcode/; the scope as Thunderbird uses it.
    static Provider Yahoo() => new("yahoo")
    {
        AuthorizationEndpoint = new Uri("https://api.login.yahoo.com/oauth2/request_auth"),
        TokenEndpoint = new Uri("https://api.login.yahoo.com/oauth2/get_token"),
        Scopes = ["mail-w"],
        Flows = Flows.Browser,
        RedirectUri = "https://localhost/",
        FlowAdvice = "Yahoo has no other way to sign in than a browser",
        RegistrationAdvice = "Yahoo approves applications for mail one by one, at https://developer.yahoo.com, with the "
            + "redirect URI https://localhost/; an app password with oauth off is simpler",
        AuthenticationMethods = ["client_secret_post"],
    };

    // AOL is Yahoo's, with hosts of its own.
    static Provider Aol() => new("aol")
    {
        AuthorizationEndpoint = new Uri("https://api.login.aol.com/oauth2/request_auth"),
        TokenEndpoint = new Uri("https://api.login.aol.com/oauth2/get_token"),
        Scopes = ["mail-w"],
        Flows = Flows.Browser,
        RedirectUri = "https://localhost/",
        FlowAdvice = "AOL has no other way to sign in than a browser",
        RegistrationAdvice = "AOL is Yahoo's, which approves applications for mail one by one, at https://developer.yahoo.com, with the "
            + "redirect URI https://localhost/; an app password with oauth off is simpler",
        AuthenticationMethods = ["client_secret_post"],
    };

    // https://api.fastmail.com/.well-known/oauth-authorization-server: registers anybody (RFC 7591) whose redirect is on loopback, and
    // knows this scope of draft-ietf-mailmaint-oauth-public; that for clients registered by hand is
    // https://www.fastmail.com/dev/protocol-smtp.
    static Provider Fastmail() => new("fastmail")
    {
        Issuer = "https://api.fastmail.com",
        AuthorizationEndpoint = new Uri("https://api.fastmail.com/oauth/authorize"),
        // Also for the first token, in spite of its name.
        TokenEndpoint = new Uri("https://api.fastmail.com/oauth/refresh"),
        RevocationEndpoint = new Uri("https://api.fastmail.com/oauth/revoke"),
        RegistrationEndpoint = new Uri("https://api.fastmail.com/oauth/register"),
        SendsIssuer = true,
        Scopes = ["urn:ietf:params:oauth:scope:mail", "offline_access", "openid", "email"],
        Flows = Flows.Browser,
        FlowAdvice = "Fastmail has no other way to sign in than a browser; "
            + "for a machine without a person an app password with oauth off is right",
        RegistrationAdvice = "leave oauth_client_id unset, so that a client is registered by itself; "
            + "or see https://www.fastmail.com/for-developers/oauth/",
        AuthenticationMethods = ["none"],
    };

    // https://yandex.com/dev/id/doc/en/; revoke_token there is not that of RFC 7009, and needs a device_id.
    static Provider Yandex() => new("yandex")
    {
        AuthorizationEndpoint = new Uri("https://oauth.yandex.com/authorize"),
        TokenEndpoint = new Uri("https://oauth.yandex.com/token"),
        DeviceEndpoint = new Uri("https://oauth.yandex.com/device/code"),
        DeviceGrantType = "device_code",
        Scopes = ["mail:smtp"],
        Mechanisms = ["XOAUTH2"],
        Flows = Flows.Browser | Flows.Device,
        RedirectUri = "http://localhost/",
        FlowAdvice = "Yandex gives tokens to persons only: sign in with a browser or another device",
        RegistrationAdvice = "register an application with the right mail:smtp and the redirect URI http://localhost:8025/ at "
            + "https://oauth.yandex.com/client/new, and write its oauth_client_id and oauth_client_secret, and oauth_redirect_port 8025",
        AuthenticationMethods = ["client_secret_post"],
    };

    // https://biz.mail.ru/developer/oauth.html has o2.mail.ru, where Thunderbird's client is; oauth.mail.ru is for clients that
    // anybody registers.
    static Provider MailRu() => new("mailru")
    {
        AuthorizationEndpoint = new Uri("https://oauth.mail.ru/login"),
        TokenEndpoint = new Uri("https://oauth.mail.ru/token"),
        Scopes = ["mail.imap"],
        Mechanisms = ["XOAUTH2"],
        Flows = Flows.Browser,
        RedirectUri = "http://localhost/",
        FlowAdvice = "Mail.ru has no other way to sign in than a browser",
        RegistrationAdvice = "register an application with access to mail and the redirect URI "
            + "http://localhost:8025/ at https://o2.mail.ru/app/, and write its oauth_client_id and "
            + "oauth_client_secret, and oauth_redirect_port 8025",
        AuthenticationMethods = ["client_secret_post"],
    };
}
