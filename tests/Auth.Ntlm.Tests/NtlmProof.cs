using System.Security.Cryptography;
using System.Text;

namespace Msmtp.Auth.Ntlm.Tests;

/// <summary>The server's side of NTLMv2 (MS-NLMP §3.3.2), written from the specification alone.</summary>
static class NtlmProof
{
    /// <summary>NTOWFv2: what a server keeps of a password.</summary>
    public static byte[] Key(string user, string password, string domain) => Hmac(
        Md4.Hash(Encoding.Unicode.GetBytes(password)), Encoding.Unicode.GetBytes(user.ToUpperInvariant() + domain));

    /// <summary>NTProofStr over the server's number and the client's blob.</summary>
    public static byte[] Prove(byte[] key, byte[] blob) => Hmac(key, [.. Some.ServerChallenge, .. blob]);

    /// <summary>Whether the answer shows that the client knows the password.</summary>
    public static bool IsGiven(Type3 answer, string password) =>
        Prove(Key(answer.User, password, answer.Domain), answer.NtResponse[16..]).AsSpan().SequenceEqual(answer.NtResponse.AsSpan(..16));

#pragma warning disable CA5351 // NTLMv2 is HMAC-MD5 by definition.
    static byte[] Hmac(byte[] key, byte[] text) => HMACMD5.HashData(key, text);
#pragma warning restore CA5351
}
