using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;

namespace Msmtp.Secrets.OAuth.SignIn;

/// <summary>The ways in which a person signs in.</summary>
enum SignInWay
{
    /// <summary>In a browser on this machine, which comes back by itself.</summary>
    Browser,

    /// <summary>On any device, with a code to be typed.</summary>
    Device,

    /// <summary>In a browser elsewhere, whose last address is pasted.</summary>
    Paste,
}

/// <summary>Which way is taken. Nothing here does I/O.</summary>
static class SignInWays
{
    /// <summary>The way that the user names; null for an empty name: it is to be chosen.</summary>
    /// <exception cref="MailException">There is no such way.</exception>
    public static SignInWay? Named(string name) => name switch
    {
        "" => null,
        "browser" => SignInWay.Browser,
        "device" => SignInWay.Device,
        "paste" => SignInWay.Paste,
        _ => throw new MailException(
            ExitCode.Usage, DeliveryStage.Configure, $"--authorize takes browser, device or paste, and not {name}"),
    };

    /// <summary>The way that is named, or else the one that suits the machine and the provider.</summary>
    /// <param name="named">What the user wants; null to choose.</param>
    /// <param name="settings">The account.</param>
    /// <param name="provider">The provider, discovered.</param>
    /// <param name="hasScreen">A browser can appear on this machine.</param>
    /// <exception cref="MailException">The provider does not have it.</exception>
    public static SignInWay Choose(SignInWay? named, SignInSettings settings, Provider provider, bool hasScreen)
    {
        var way = named ?? Default(settings.NamedFlow, provider, hasScreen);
        if (way == SignInWay.Device ? HasDevice(provider) : HasBrowser(provider))
            return way;
        throw new MailException(ExitCode.Config, DeliveryStage.Configure, $"{provider.Name} {Lack(way)}") { Advice = provider.FlowAdvice };
    }

    static SignInWay Default(Flows named, Provider provider, bool hasScreen)
    {
        if (named == Flows.Device || !HasBrowser(provider))
            return SignInWay.Device;
        if (hasScreen)
            return SignInWay.Browser;
        return HasDevice(provider) && named != Flows.Browser ? SignInWay.Device : SignInWay.Paste;
    }

    static bool HasBrowser(Provider provider) => (provider.Flows & Flows.Browser) != 0 && provider.AuthorizationEndpoint is not null;

    static bool HasDevice(Provider provider) => (provider.Flows & Flows.Device) != 0 && provider.DeviceEndpoint is not null;

    static string Lack(SignInWay way) => way == SignInWay.Device
        ? "lets nobody sign in on another device to send mail"
        : "lets nobody sign in with a browser";
}
