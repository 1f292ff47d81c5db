namespace Msmtp;

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
