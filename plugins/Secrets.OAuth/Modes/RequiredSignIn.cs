using Msmtp.Secrets.OAuth.Settings;

namespace Msmtp.Secrets.OAuth.Modes;

/// <summary>The settings of an account that has to use OAuth. Nothing here does I/O.</summary>
static class RequiredSignIn
{
    /// <exception cref="MailException">78: it does not; says which line to write.</exception>
    public static SignInSettings Of(MailAccount account)
    {
        if (SignInSettings.Of(account) is not { } settings)
            throw Failed(account, "does not use OAuth: its oauth setting is missing or off", Missing(account));
        if (settings.IsApplications)
        {
            throw Failed(
                account,
                "has \"oauth application\": only the application that sends its mail has its tokens",
                "to sign in here, name a provider in oauth");
        }
        return settings;
    }

    // What the server gives away.
    static string Missing(MailAccount account) => account.Settings.Get(CommonSettings.Host) is { } host
        && Preset(host.TrimEnd('.').Split('.')) is { } preset
        ? $"write \"oauth {preset}\" there"
        : "write the provider there: \"oauth google\", \"oauth microsoft\", or \"oauth\" and the https URL of another";

    static string? Preset(string[] labels) => labels is not [.., var name, var top] ? null : (name, top) switch
    {
        ("gmail" or "googlemail" or "google", "com") => "google",
        ("office365" or "outlook" or "hotmail", "com") => "microsoft",
        ("yahoo", "com") => "yahoo",
        ("aol", "com") => "aol",
        ("fastmail", "com") => "fastmail",
        ("yandex", _) => "yandex",
        ("mail", "ru") => "mailru",
        _ => null,
    };

    static MailException Failed(MailAccount account, string what, string advice) =>
        new(ExitCode.Config, DeliveryStage.Configure, $"{account.Title ?? "this account"} {what}") { Advice = advice };
}
