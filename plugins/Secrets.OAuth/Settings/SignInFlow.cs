using Msmtp.Secrets.OAuth.Providers;

namespace Msmtp.Secrets.OAuth.Settings;

/// <summary>What <c>oauth_flow</c> means. Nothing here does I/O.</summary>
static class SignInFlow
{
    /// <summary>
    /// The flow of an account. Auto: what the files say that only one flow has, else a browser, in whose place <c>--authorize</c> may use
    /// a device.
    /// </summary>
    public static Flows Of(AccountSettings settings) => Named(settings) switch
    {
        Flows.None when settings.Get(OAuthSettings.ServiceAccount) is not null => Flows.Service,
        Flows.None when settings.Get(OAuthSettings.CertFile) is not null => Flows.Application,
        Flows.None => Flows.Browser,
        var named => named,
    };

    /// <summary>The flow that the setting names; none for auto.</summary>
    public static Flows Named(AccountSettings settings) => settings.Get(OAuthSettings.Flow) switch
    {
        "browser" => Flows.Browser,
        "device" => Flows.Device,
        "app" => Flows.Application,
        "service" => Flows.Service,
        _ => Flows.None,
    };

    /// <summary>Its name in the setting.</summary>
    public static string NameOf(Flows flow) => flow switch
    {
        Flows.Device => "device",
        Flows.Application => "app",
        Flows.Service => "service",
        _ => "browser",
    };
}
