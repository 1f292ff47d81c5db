using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Msmtp.Secrets.OAuth.SignIn;

/// <summary>Proves to the provider that a code is redeemed by who asked for it (RFC 7636, method S256). Nothing here does I/O.</summary>
/// <param name="verifier">The secret; 43 to 128 characters of base64url.</param>
sealed class ProofKey(string verifier)
{
    // RFC 7636 §4.1 recommends 32 octets; more than RFC 6749 §10.10 wants of a state.
    const int Octets = 32;

    public string Verifier { get; } = verifier;

    /// <summary>What the provider is told beforehand (§4.2).</summary>
    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static ProofKey Create() => new(RandomText());

    /// <summary>A text that nobody can guess.</summary>
    public static string RandomText() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Octets));
}
