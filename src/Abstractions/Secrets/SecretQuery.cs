namespace Msmtp;

/// <summary>Which secret is wanted.</summary>
/// <param name="Kind">What it is for.</param>
public sealed record SecretQuery(SecretKind Kind)
{
    /// <summary>The server as the user named it; null: no server is involved, or none is configured.</summary>
    public string? Host { get; init; }

    /// <summary>Whose secret; null: nobody's in particular.</summary>
    public string? User { get; init; }

    /// <summary>
    /// The name of the user is wanted with the secret, because nobody else knows it (<see cref="Secret.User"/>): only sources that may know it
    /// are asked (<see cref="SecretFacts.KnowsUsers"/>), and an answer without a name is none.
    /// </summary>
    public bool WantsUser { get; init; }

    /// <summary>
    /// The file that the secret opens, as the user named it: that of an encrypted private key (<see
    /// cref="SecretKind.KeyPassphrase"/>). Null: it opens no file.
    /// </summary>
    public string? File { get; init; }

    /// <summary>The service, as keyrings and netrc-like stores call it.</summary>
    public string Service { get; init; } = "smtp";

    /// <summary>
    /// The answer that the server has just refused, so that a source of tokens can fetch a fresh one. Null: this is the
    /// first time of asking.
    /// </summary>
    public Secret? Rejected { get; init; }
}

/// <summary>What a secret is for.</summary>
public enum SecretKind
{
    /// <summary>The password of a user at a server.</summary>
    Password,

    /// <summary>An OAuth 2.0 access token (RFC 6750). msmtp's users keep it where a password would be.</summary>
    Token,

    /// <summary>The passphrase of an encrypted private key.</summary>
    KeyPassphrase,

    /// <summary>The PIN of a hardware token.</summary>
    Pin,
}

/// <summary>What a server thought of a secret.</summary>
public enum SecretVerdict
{
    /// <summary>Authentication succeeded with it.</summary>
    Accepted,

    /// <summary>Authentication failed with it.</summary>
    Rejected,
}
