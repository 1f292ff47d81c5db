using System.Globalization;

namespace Msmtp.Secrets.OAuth.Settings;

/// <summary>The settings of this plugin. A parser only reads: nothing is computed for accounts that use no OAuth.</summary>
static class OAuthSettings
{
    const string Url = "an https URL without a fragment (http for 127.0.0.1, [::1] and localhost)";

    /// <summary><c>oauth</c>: a preset, an issuer, <c>application</c>, or <c>off</c>; null: not set, or off.</summary>
    public static readonly SettingKey<string?> Use = new(
        "oauth", null, OAuthParsers.Provider, option: new SettingOption("oauth", ArgumentRule.Required)
        {
            HelpArgument = "=[provider]",
            Help = ["log in with OAuth 2.0 tokens of this provider"],
            Values = ["google", "microsoft", "yahoo", "aol", "fastmail", "yandex", "mailru", "application", "off"],
        })
    {
        Allowed = "google, microsoft, yahoo, aol, fastmail, yandex, mailru, the https URL of an issuer, application, off",
        Display = new SettingDisplay(260) { IsHiddenWhenUnset = true },
    };

    /// <summary><c>oauth_client_id</c>: the client's identifier (RFC 6749 §2.2); null: none.</summary>
    public static readonly SettingKey<string?> ClientId = new(
        "oauth_client_id", null, OAuthParsers.Token, option: new SettingOption("oauth-client-id", ArgumentRule.Required)
        {
            HelpArgument = "=[id]",
            Help = ["the OAuth client, as it is registered"],
        })
    {
        Allowed = "printable ASCII without spaces",
        Display = new SettingDisplay(261) { IsHiddenWhenUnset = true },
    };

    /// <summary><c>oauth_client_secret</c>: the client's secret; null: it has none, or a secret source knows it.</summary>
    public static readonly SettingKey<Secret?> ClientSecret = new("oauth_client_secret", null, SettingParsers.Secret)
    {
        IsSecret = true,
        Print = static secret => secret is null ? null : "*",
        Display = new SettingDisplay(262) { IsHiddenWhenUnset = true },
    };

    /// <summary><c>oauth_tenant</c>: Microsoft's tenant; null: anybody's.</summary>
    public static readonly SettingKey<string?> Tenant = new(
        "oauth_tenant", null, OAuthParsers.Tenant, option: new SettingOption("oauth-tenant", ArgumentRule.Required)
        {
            HelpArgument = "=[tenant]",
            Help = ["the organization at Microsoft"],
            Values = ["common", "organizations", "consumers"],
        })
    {
        Allowed = "common, organizations, consumers, a domain, or the identifier of a tenant",
        Display = new SettingDisplay(263) { IsHiddenWhenUnset = true },
    };

    /// <summary><c>oauth_scope</c>: scopes (RFC 6749 §3.3) separated by spaces; null: those of the provider.</summary>
    public static readonly SettingKey<string?> Scope = new(
        "oauth_scope", null, OAuthParsers.Scope, option: new SettingOption("oauth-scope", ArgumentRule.Required)
        {
            HelpArgument = "=[scopes]",
            Help = ["the scopes to ask for, that for mail first"],
        })
    {
        Allowed = "scopes separated by spaces, in quotes",
        Display = new SettingDisplay(264) { IsHiddenWhenUnset = true },
    };

    /// <summary><c>oauth_flow</c>: how to sign in; null: auto.</summary>
    public static readonly SettingKey<string?> Flow = new(
        "oauth_flow", null, OAuthParsers.Flow, option: new SettingOption("oauth-flow", ArgumentRule.Required)
        {
            HelpArgument = "=[flow]",
            Help = ["how to sign in: auto, browser, device, app, service"],
        })
    {
        Allowed = "auto, browser, device, app, service",
        Display = new SettingDisplay(265) { IsHiddenWhenUnset = true },
    };

    /// <summary><c>oauth_cert_file</c>: the client's certificate; null: none.</summary>
    public static readonly SettingKey<string?> CertFile = new(
        "oauth_cert_file", null, SettingParsers.Path, option: new SettingOption("oauth-cert-file", ArgumentRule.Required)
        {
            HelpArgument = "=[file]",
            Help = ["the certificate of the OAuth client"],
        })
    {
        Display = new SettingDisplay(266) { IsHiddenWhenUnset = true },
    };

    /// <summary><c>oauth_key_file</c>: the private key of the certificate; null: none.</summary>
    public static readonly SettingKey<string?> KeyFile = new(
        "oauth_key_file", null, SettingParsers.Path, option: new SettingOption("oauth-key-file", ArgumentRule.Required)
        {
            HelpArgument = "=[file]",
            Help = ["the private key of the OAuth client"],
        })
    {
        Display = new SettingDisplay(267) { IsHiddenWhenUnset = true },
    };

    /// <summary><c>oauth_service_account</c>: a service account's key in Google's format; null: none.</summary>
    public static readonly SettingKey<string?> ServiceAccount = new(
        "oauth_service_account", null, SettingParsers.Path, option: new SettingOption("oauth-service-account", ArgumentRule.Required)
        {
            HelpArgument = "=[file]",
            Help = ["the key file of a service account"],
        })
    {
        Display = new SettingDisplay(268) { IsHiddenWhenUnset = true },
    };

    /// <summary><c>oauth_store</c>: where tokens are kept; null: in files.</summary>
    public static readonly SettingKey<string?> Store = new(
        "oauth_store", null, OAuthParsers.Store, option: new SettingOption("oauth-store", ArgumentRule.Required)
        {
            HelpArgument = "=[store]",
            Help = ["where tokens are kept: file, keyring, or a folder"],
            Values = ["file", "keyring"],
            Kind = ArgumentKind.File,
        })
    {
        Allowed = "file, keyring, or the absolute path of a folder",
        Display = new SettingDisplay(269) { IsHiddenWhenUnset = true },
    };

    /// <summary><c>oauth_redirect_port</c>: the port on which the browser comes back; 0: any.</summary>
    public static readonly SettingKey<int> RedirectPort = new(
        "oauth_redirect_port", 0, OAuthParsers.Port, option: new SettingOption("oauth-redirect-port", ArgumentRule.Required)
        {
            HelpArgument = "=[number]",
            Help = ["the port on which the browser comes back"],
        })
    {
        Allowed = "a number from 1 to 65535, or nothing",
        Print = static port => port == 0 ? null : port.ToString(CultureInfo.InvariantCulture),
        Display = new SettingDisplay(270) { IsHiddenWhenUnset = true },
    };

    /// <summary><c>oauth_trust_file</c>: the certificates trusted for the provider; null: those of the mail server.</summary>
    public static readonly SettingKey<string?> TrustFile = new(
        "oauth_trust_file", null, SettingParsers.Path, option: new SettingOption("oauth-trust-file", ArgumentRule.Required)
        {
            HelpArgument = "=[file]",
            Help = ["certificates trusted for the provider, or system"],
        })
    {
        Display = new SettingDisplay(271) { IsHiddenWhenUnset = true },
    };

    /// <summary><c>oauth_authorization_url</c>: the endpoint of RFC 6749 §3.1; null: the provider's own.</summary>
    public static readonly SettingKey<string?> AuthorizationUrl = new(
        "oauth_authorization_url", null, OAuthParsers.Endpoint, option: new SettingOption("oauth-authorization-url", ArgumentRule.Required)
        {
            HelpArgument = "=[url]",
            Help = ["where the browser signs in"],
        })
    {
        Allowed = Url,
        Display = new SettingDisplay(272) { IsHiddenWhenUnset = true },
    };

    /// <summary><c>oauth_token_url</c>: the endpoint of RFC 6749 §3.2; null: the provider's own.</summary>
    public static readonly SettingKey<string?> TokenUrl = new(
        "oauth_token_url", null, OAuthParsers.Endpoint, option: new SettingOption("oauth-token-url", ArgumentRule.Required)
        {
            HelpArgument = "=[url]",
            Help = ["where tokens come from"],
        })
    {
        Allowed = Url,
        Display = new SettingDisplay(273) { IsHiddenWhenUnset = true },
    };

    /// <summary><c>oauth_device_url</c>: the endpoint of RFC 8628 §3.1; null: the provider's own.</summary>
    public static readonly SettingKey<string?> DeviceUrl = new(
        "oauth_device_url", null, OAuthParsers.Endpoint, option: new SettingOption("oauth-device-url", ArgumentRule.Required)
        {
            HelpArgument = "=[url]",
            Help = ["where device codes come from"],
        })
    {
        Allowed = Url,
        Display = new SettingDisplay(274) { IsHiddenWhenUnset = true },
    };

    /// <summary><c>oauth_revocation_url</c>: the endpoint of RFC 7009 §2; null: the provider's own.</summary>
    public static readonly SettingKey<string?> RevocationUrl = new(
        "oauth_revocation_url", null, OAuthParsers.Endpoint, option: new SettingOption("oauth-revocation-url", ArgumentRule.Required)
        {
            HelpArgument = "=[url]",
            Help = ["where tokens are revoked"],
        })
    {
        Allowed = Url,
        Display = new SettingDisplay(275) { IsHiddenWhenUnset = true },
    };

    public static IPluginRegistry Register(IPluginRegistry registry) => registry
        .AddSetting(Use)
        .AddSetting(ClientId)
        .AddSetting(ClientSecret)
        .AddSetting(Tenant)
        .AddSetting(Scope)
        .AddSetting(Flow)
        .AddSetting(CertFile)
        .AddSetting(KeyFile)
        .AddSetting(ServiceAccount)
        .AddSetting(Store)
        .AddSetting(RedirectPort)
        .AddSetting(TrustFile)
        .AddSetting(AuthorizationUrl)
        .AddSetting(TokenUrl)
        .AddSetting(DeviceUrl)
        .AddSetting(RevocationUrl);
}
