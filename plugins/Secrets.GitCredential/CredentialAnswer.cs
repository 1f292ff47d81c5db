namespace Msmtp.Secrets.GitCredential;

/// <summary>What a helper has answered; zeroed when it is disposed.</summary>
sealed class CredentialAnswer : IDisposable
{
    /// <summary>Whose secret it is; null: the helper did not say.</summary>
    public string? User { get; init; }

    /// <summary>The password or token; null: the helper knows none.</summary>
    public Secret? Password { get; init; }

    /// <summary>With what the helper gets the next token: it wants it back with the password.</summary>
    public Secret? RefreshToken { get; init; }

    /// <summary>The last second of the password, since 1970; null: it does not end.</summary>
    public long? Expiry { get; init; }

    /// <summary><see cref="Expiry"/> as a time; null also where no calendar has it.</summary>
    public DateTimeOffset? ExpiresAt => Expiry is >= 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(Expiry.Value) : null;

    /// <summary>Nobody else is to be asked.</summary>
    public bool Quits { get; init; }

    /// <summary>The password can no longer be used.</summary>
    public bool HasExpired(DateTimeOffset now) => Expiry < now.ToUnixTimeSeconds();

    public void Dispose()
    {
        Password?.Dispose();
        RefreshToken?.Dispose();
    }
}
