using Msmtp.Secrets.OAuth.Providers;

namespace Msmtp.Secrets.OAuth.Settings;

/// <summary>
/// The rules that the settings must obey together, and what they mean for the choice of a mechanism. Nothing here does I/O.
/// </summary>
static class OAuthChecks
{
    /// <summary>What is wrong; null: nothing, or the account uses no OAuth.</summary>
    public static string? Fault(AccountSettings settings)
    {
        if (settings.Get(OAuthSettings.Use) is not { } use)
            return null;
        return FaultOfLogin(settings) ?? (use == OAuthParsers.Application ? null : FaultOfClient(settings) ?? FaultOfFlow(settings));
    }

    /// <summary>What <c>auth on</c> means; null for accounts that use no OAuth.</summary>
    public static IReadOnlyList<string>? Mechanisms(AccountSettings settings) => settings.Get(OAuthSettings.Use) is { } use
        ? Presets.Find(use)?.Mechanisms ?? ["OAUTHBEARER", "XOAUTH2"]
        : null;

    // A token is never sent in the clear, not even on loopback, and never as a password.
    static string? FaultOfLogin(AccountSettings settings) => settings.Get(CommonSettings.Auth).Mechanism switch
    {
        null => null,
        _ when !settings.Get(CommonSettings.Tls) => "oauth requires tls",
        "" or "OAUTHBEARER" or "XOAUTH2" => null,
        _ => "oauth requires auth on, oauthbearer or xoauth2: a token is not a password",
    };

    static string? FaultOfClient(AccountSettings settings)
    {
        var key = settings.Get(OAuthSettings.KeyFile);
        var certificate = settings.Get(OAuthSettings.CertFile);
        if (key is null != certificate is null)
            return key is null ? "oauth_cert_file requires oauth_key_file" : "oauth_key_file requires oauth_cert_file";
        return null;
    }

    static string? FaultOfFlow(AccountSettings settings)
    {
        var flow = SignInFlow.Of(settings);
        if (Preset(settings) is { } preset && (preset.Flows & flow) == 0)
            return $"{preset.Name} has no oauth_flow {settings.Get(OAuthSettings.Flow) ?? SignInFlow.NameOf(flow)}: {preset.FlowAdvice}";
        if (flow != Flows.Application && settings.Get(OAuthSettings.CertFile) is not null)
            return "oauth_cert_file requires oauth_flow app";
        if (flow != Flows.Service && settings.Get(OAuthSettings.ServiceAccount) is not null)
            return "oauth_service_account requires oauth_flow service";
        return flow switch
        {
            Flows.Service when settings.Get(OAuthSettings.ServiceAccount) is null => "oauth_flow service requires oauth_service_account",
            Flows.Application when settings.Get(OAuthSettings.ClientId) is null => "oauth_flow app requires oauth_client_id",
            Flows.Application when IsAnybodys(settings) => "oauth_flow app requires oauth_tenant, the organization's domain or identifier",
            _ => null,
        };
    }

    // An application has a tenant, where a person only needs one if it is not known from the address.
    static bool IsAnybodys(AccountSettings settings) => settings.Get(OAuthSettings.Use) == "microsoft"
        && settings.Get(OAuthSettings.Tenant) is null or Presets.AnyTenant or "organizations" or "consumers"
        && settings.Get(OAuthSettings.TokenUrl) is null;

    static Provider? Preset(AccountSettings settings) => settings.Get(OAuthSettings.Use) is { } use ? Presets.Find(use) : null;
}
