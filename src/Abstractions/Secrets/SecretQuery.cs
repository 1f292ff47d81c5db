namespace Msmtp;

/// <summary>A query for a secret.</summary>
/// <param name="Kind">The kind of secret.</param>
public sealed record SecretQuery(SecretKind Kind)
{
    /// <summary>The server as the user named it; null if none is involved or configured.</summary>
    public string? Host { get; init; }

    /// <summary>The user; null for none in particular.</summary>
    public string? User { get; init; }

    /// <summary>
    /// The user name is wanted together with the secret, because it is not configured (<see cref="Secret.User"/>): only sources that may know it
    /// are asked (<see cref="SecretFacts.KnowsUsers"/>), and an answer without a user name does not count.
    /// </summary>
    public bool WantsUser { get; init; }

    /// <summary>
    /// The file that the secret opens, as the user named it: an encrypted private key (<see cref="SecretKind.KeyPassphrase"/>). Null if there is
    /// no file.
    /// </summary>
    public string? File { get; init; }

    /// <summary>The service, as keyrings and similar stores name it.</summary>
    public string Service { get; init; } = "smtp";

    /// <summary>
    /// The answer that the server has just rejected, so that a source of tokens can fetch a new one; null for the first query.
    /// </summary>
    public Secret? Rejected { get; init; }
}

/// <summary>The kind of a secret.</summary>
public enum SecretKind
{
    /// <summary>A user's password at a server.</summary>
    Password,

    /// <summary>An OAuth 2.0 access token (RFC 6750). Users of msmtp configure it like a password.</summary>
    Token,

    /// <summary>The passphrase of an encrypted private key.</summary>
    KeyPassphrase,

    /// <summary>The PIN of a hardware token.</summary>
    Pin,

    /// <summary>
    /// The secret of an OAuth 2.0 client (RFC 6749 §2.3.1); host and user are the provider's host and the client's identifier.
    /// </summary>
    ClientSecret,
}

/// <summary>Whether a secret was accepted.</summary>
public enum SecretVerdict
{
    /// <summary>Authentication succeeded with it.</summary>
    Accepted,

    /// <summary>Authentication failed with it.</summary>
    Rejected,
}
