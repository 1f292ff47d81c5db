using System.Globalization;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;
using Msmtp.Secrets.OAuth.Store;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Modes;

/// <summary>What a person is told about a sign-in. Nothing here does I/O.</summary>
static class SignInReport
{
    /// <summary>Who is signed in, for what, until when.</summary>
    /// <param name="settings">The account.</param>
    /// <param name="signIn">What has been stored.</param>
    /// <param name="user">Who has signed in; null if the provider does not say.</param>
    /// <param name="zone">Local time.</param>
    public static IReadOnlyList<string> Lines(SignInSettings settings, StoredSignIn signIn, string? user, TimeZoneInfo zone) =>
    [
        user is null ? $"Signed in at {settings.Provider.Name}." : $"Signed in as {user} at {settings.Provider.Name}.",
        $"Granted: {PrintableText.Text(signIn.Scope)}",
        Validity(signIn.ExpiresAt, signIn.RefreshToken is not null, zone),
    ];

    /// <summary>Until when the access token is valid.</summary>
    public static string Validity(DateTimeOffset? end, bool isRenewed, TimeZoneInfo zone)
    {
        DateTimeOffset? local = end is { } some ? TimeZoneInfo.ConvertTime(some, zone) : null;
        var until = local is { } time
            ? $" is valid until {time.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)} and"
            : "";
        return $"The access token{until} {(isRenewed ? "renews itself" : "is not renewed")}.";
    }

    /// <summary>What may be a mistake.</summary>
    /// <param name="settings">The account.</param>
    /// <param name="provider">The provider, discovered.</param>
    /// <param name="signIn">What has been stored.</param>
    /// <param name="user">Who has signed in; null if the provider does not say.</param>
    public static IReadOnlyList<string> Warnings(SignInSettings settings, Provider provider, StoredSignIn signIn, string? user)
    {
        var warnings = new List<string>();
        if (signIn.RefreshToken is null)
        {
            warnings.Add($"{provider.Name} has given no refresh token, so that {settings.AuthorizeCommand} is needed again "
                + $"when the access token expires: {Remedy(settings)}");
        }
        if (user is not null && settings.User is { } expected && !string.Equals(user, expected, StringComparison.OrdinalIgnoreCase))
            warnings.Add($"{user} has signed in, while mail is sent as user {expected}: that works for a shared mailbox only");
        return warnings;
    }

    static string Remedy(SignInSettings settings) => settings.Scopes.Contains("offline_access")
        ? "its client may have to be allowed to have one"
        : "oauth_scope may lack offline_access, or consent may have to be withdrawn at the provider before it is given again";
}
