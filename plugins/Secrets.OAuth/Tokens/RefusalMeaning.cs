using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;

namespace Msmtp.Secrets.OAuth.Tokens;

/// <summary>What a refusal means for the user.</summary>
/// <param name="exitCode">The exit status.</param>
/// <param name="advice">What to do about it.</param>
sealed class RefusalMeaning(ExitCode exitCode, string advice)
{
    public ExitCode ExitCode { get; } = exitCode;

    public string Advice { get; } = advice;

    /// <summary>The person has to sign in again; for an application, which cannot, somebody has to look at it.</summary>
    /// <param name="why">What has happened, as a sentence without its end.</param>
    /// <param name="settings">The account.</param>
    public static RefusalMeaning SignIn(string why, SignInSettings settings) => settings.Flow switch
    {
        Flows.Application => new(ExitCode.Config, $"{why}: ask whoever registered the application"),
        Flows.Service => new(ExitCode.Config, $"{why}: ask whoever made the service account"),
        _ => new(ExitCode.NoPerm, $"{why}; sign in again: {settings.AuthorizeCommand}"),
    };

    /// <summary>The configuration here, or at the provider, is wrong.</summary>
    public static RefusalMeaning Configuration(string advice) => new(ExitCode.Config, advice);

    /// <summary>The user may not log in, and signing in again does not help.</summary>
    public static RefusalMeaning Locked(string advice) => new(ExitCode.NoPerm, advice);

    /// <summary>It passes.</summary>
    public static RefusalMeaning Later(string advice) => new(ExitCode.TempFail, advice);
}
