using System.Globalization;

namespace Msmtp.Secrets.GitCredential;

/// <summary>
/// What a secret is for, as git describes it. For a server the attributes are those of git send-email, so that its stored passwords are
/// found; for a private key those of git's own connections with client certificates; for the secret of an OAuth client those of the
/// provider's web site.
/// </summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Host">The server; empty: none.</param>
sealed record CredentialContext(string Protocol, string Host)
{
    /// <summary>The file; null: none.</summary>
    public string? Path { get; init; }

    /// <summary>The user; null: any that the helper knows; empty: none.</summary>
    public string? User { get; init; }

    /// <summary>The context of a query. Null: git cannot describe it.</summary>
    /// <param name="query">What is wanted.</param>
    /// <param name="port">The server's port, which git send-email always names.</param>
    public static CredentialContext? Of(SecretQuery query, int port) => query switch
    {
        { Kind: SecretKind.Password or SecretKind.Token, Host: { } host } =>
            new CredentialContext(query.Service, string.Create(CultureInfo.InvariantCulture, $"{host}:{port}")) { User = query.User },
        { Kind: SecretKind.ClientSecret, Host: { } host, User: { } client } => new CredentialContext("https", host) { User = client },
        { Kind: SecretKind.KeyPassphrase, File: { } file } => new CredentialContext("cert", "") { Path = file, User = "" },
        _ => null,
    };
}
