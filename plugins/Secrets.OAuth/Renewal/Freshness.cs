using Msmtp.Secrets.OAuth.Store;

namespace Msmtp.Secrets.OAuth.Renewal;

/// <summary>Whether an access token is good for another login. Nothing here does I/O.</summary>
static class Freshness
{
    // So that it does not expire on its way to the mail server.
    static TimeSpan Margin => TimeSpan.FromMinutes(1);

    // RFC 6749 §5.1: a provider that gives no expires_in tells otherwise, or not at all.
    static TimeSpan AssumedLifetime => TimeSpan.FromHours(1);

    /// <summary>A token that can be renewed is fresh until a minute before it expires.</summary>
    public static bool IsFresh(StoredSignIn signIn, DateTimeOffset now)
    {
        var since = signIn.RenewedAt ?? signIn.SignedInAt;
        // From the future: the clock has been set back, and says nothing about the end either.
        return since - now <= Margin && (signIn.ExpiresAt ?? since + AssumedLifetime) - now > Margin;
    }

    /// <summary>One that cannot be renewed is used as long as nobody says that it has expired.</summary>
    public static bool HasExpired(StoredSignIn signIn, DateTimeOffset now) => signIn.ExpiresAt <= now;
}
