using System.Security.Cryptography;
using System.Text;

namespace Msmtp.Server;

/// <summary>What a client proves its identity with. A class and not a record, because a record would print the password.</summary>
public sealed class SmtpCredentials
{
    readonly byte[] password;

    internal SmtpCredentials(string authorizationName, string userName, byte[] password) =>
        (AuthorizationName, UserName, this.password) = (authorizationName, userName, password);

    /// <summary>Whom the client wants to act as (RFC 4616 §2, authzid); empty: as <see cref="UserName"/>.</summary>
    public string AuthorizationName { get; }

    /// <summary>Whose password it is (authcid).</summary>
    public string UserName { get; }

    /// <summary>Compares the password in a time that does not depend on where, or whether, the two differ.</summary>
    /// <param name="expected">The right password.</param>
    public bool HasPassword(string expected) => HasPassword(Encoding.UTF8.GetBytes(expected));

    /// <inheritdoc cref="HasPassword(string)"/>
    public bool HasPassword(ReadOnlySpan<byte> expected) =>
        // Digests are of one length, so not even the length of the right password shows.
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(password), SHA256.HashData(expected));

    /// <summary>The user's name; never the password.</summary>
    public override string ToString() => UserName;
}

/// <summary>
/// Says whether a client is who it claims to be. Called once for every attempt of AUTH, from many sessions at once. An exception
/// is answered with 454.
/// </summary>
/// <param name="credentials">Names and password.</param>
/// <param name="cancellationToken">Ends with the server.</param>
public delegate ValueTask<bool> CredentialsCheck(SmtpCredentials credentials, CancellationToken cancellationToken);
