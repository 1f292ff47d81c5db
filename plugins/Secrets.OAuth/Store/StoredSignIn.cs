namespace Msmtp.Secrets.OAuth.Store;

/// <summary>What is kept of a sign-in: tokens, and what is needed to renew them without asking anybody.</summary>
sealed class StoredSignIn : IDisposable
{
    /// <summary>The user at the provider (from the ID token, or as configured); null if unknown.</summary>
    public string? User { get; init; }

    /// <summary>The client that the tokens belong to.</summary>
    public required string ClientId { get; init; }

    /// <summary>The secret of a client that was registered by RFC 7591; null if it has none, or the user configured it.</summary>
    public Secret? ClientSecret { get; init; }

    /// <summary>The scopes that were granted, separated by spaces.</summary>
    public required string Scope { get; init; }

    /// <summary>Where it is renewed; null for an application, which signs in anew.</summary>
    public Uri? TokenEndpoint { get; init; }

    /// <summary>How the client may authenticate there, as the provider says (RFC 8414 §2); empty if it does not.</summary>
    public IReadOnlyList<string> AuthenticationMethods { get; init; } = [];

    public Uri? RevocationEndpoint { get; init; }

    /// <summary>Null for flows that need none (application, service), and for a provider that gave none.</summary>
    public Secret? RefreshToken { get; init; }

    public Secret? AccessToken { get; init; }

    /// <summary>When the access token expires; null if the provider did not say.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the access token was got; null: with the sign-in.</summary>
    public DateTimeOffset? RenewedAt { get; init; }

    /// <summary>When the person, or the application, signed in.</summary>
    public DateTimeOffset SignedInAt { get; init; }

    public void Dispose()
    {
        ClientSecret?.Dispose();
        RefreshToken?.Dispose();
        AccessToken?.Dispose();
    }
}
