namespace Msmtp.Secrets.OAuth.Tokens;

/// <summary>A successful answer of a token endpoint (RFC 6749 §5.1).</summary>
sealed class TokenAnswer : IDisposable
{
    public required Secret AccessToken { get; init; }

    /// <summary>Null: the one before, if any, stays valid (RFC 6749 §6).</summary>
    public Secret? RefreshToken { get; init; }

    /// <summary>Null: the provider does not say.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>Null: as asked for (RFC 6749 §5.1).</summary>
    public string? Scope { get; init; }

    /// <summary>The user according to the ID token (OpenID Connect Core §2): email, preferred_username, upn; null if there is none.</summary>
    public string? User { get; init; }

    public void Dispose()
    {
        AccessToken.Dispose();
        RefreshToken?.Dispose();
    }
}
