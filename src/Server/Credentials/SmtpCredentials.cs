using System.Security.Cryptography;
using System.Text;

namespace Msmtp.Server;

/// <summary>What a client proves its identity with. A class, not a record: a record would print the password.</summary>
public sealed class SmtpCredentials
{
    readonly byte[] password;

    internal SmtpCredentials(string authorizationName, string userName, byte[] password) =>
        (AuthorizationName, UserName, this.password) = (authorizationName, userName, password);

    /// <summary>The user to act as (RFC 4616 §2, authzid); empty: <see cref="UserName"/>.</summary>
    public string AuthorizationName { get; }

    /// <summary>The user whose password it is (authcid).</summary>
    public string UserName { get; }

    /// <summary>Compares the password in constant time.</summary>
    /// <param name="expected">The right password.</param>
    public bool HasPassword(string expected) => HasPassword(Encoding.UTF8.GetBytes(expected));

    /// <inheritdoc cref="HasPassword(string)"/>
    public bool HasPassword(ReadOnlySpan<byte> expected) =>
        // Digests have one length, so not even the length of the right password leaks.
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(password), SHA256.HashData(expected));

    /// <summary>The user's name; never the password.</summary>
    public override string ToString() => UserName;
}

/// <summary>
/// Decides whether a client is who it claims to be. Called once for every AUTH attempt, from many sessions concurrently. An exception is
/// answered with 454.
/// </summary>
/// <param name="credentials">Names and password.</param>
/// <param name="cancellationToken">Cancelled when the server stops.</param>
public delegate ValueTask<bool> CredentialsCheck(SmtpCredentials credentials, CancellationToken cancellationToken);
