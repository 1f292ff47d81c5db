namespace Msmtp.Secrets.GitCredential;

/// <summary>A helper's answer; zeroed when disposed.</summary>
sealed class CredentialAnswer : IDisposable
{
    /// <summary>The user; null: the helper did not say.</summary>
    public string? User { get; init; }

    /// <summary>The password or token; null: the helper knows none.</summary>
    public Secret? Password { get; init; }

    /// <summary>What the helper needs to get the next token: it is sent back with the password.</summary>
    public Secret? RefreshToken { get; init; }

    /// <summary>When the password expires, in seconds since 1970; null: never.</summary>
    public long? Expiry { get; init; }

    /// <summary><see cref="Expiry"/> as a time; null also if out of range.</summary>
    public DateTimeOffset? ExpiresAt => Expiry is >= 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(Expiry.Value) : null;

    /// <summary>No other source is to be asked.</summary>
    public bool Quits { get; init; }

    /// <summary>The password has expired.</summary>
    public bool HasExpired(DateTimeOffset now) => Expiry < now.ToUnixTimeSeconds();

    public void Dispose()
    {
        Password?.Dispose();
        RefreshToken?.Dispose();
    }
}
