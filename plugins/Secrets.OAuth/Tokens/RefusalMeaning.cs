using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;

namespace Msmtp.Secrets.OAuth.Tokens;

/// <summary>What a refusal means for the user.</summary>
/// <param name="exitCode">The exit status.</param>
/// <param name="remedy">What to do about it. It is part of the message: cron mails no hints, and a log has none.</param>
/// <param name="advice">What more there is to say; null for nothing.</param>
sealed class RefusalMeaning(ExitCode exitCode, string remedy, string? advice = null)
{
    public ExitCode ExitCode { get; } = exitCode;

    public string Remedy { get; } = remedy;

    public string? Advice { get; } = advice;

    /// <summary>The person has to sign in again; for an application, which cannot, somebody has to look at it.</summary>
    /// <param name="why">What has happened, as a sentence without its end.</param>
    /// <param name="settings">The account.</param>
    public static RefusalMeaning SignIn(string why, SignInSettings settings) => settings.Flow switch
    {
        Flows.Application => new(ExitCode.Config, "check oauth_client_id, or ask whoever registered the application", why),
        Flows.Service => new(ExitCode.Config, "check oauth_service_account, or ask whoever made the service account", why),
        _ => new(ExitCode.NoPerm, $"run {settings.AuthorizeCommand}", why),
    };

    /// <summary>The configuration here, or at the provider, is wrong.</summary>
    public static RefusalMeaning Configuration(string remedy, string? advice = null) => new(ExitCode.Config, remedy, advice);

    /// <summary>The user may not log in, and signing in again does not help.</summary>
    public static RefusalMeaning Locked(string remedy) => new(ExitCode.NoPerm, remedy);

    /// <summary>It passes.</summary>
    public static RefusalMeaning Later(string remedy) => new(ExitCode.TempFail, remedy);
}
