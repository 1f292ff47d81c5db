using System.Security.Cryptography;
using Msmtp.Text;

namespace Msmtp.Auth.Sasl;

/// <summary>
/// CRAM-MD5 (RFC 2195 §2): the user name, a space, and the challenge's HMAC, keyed with the password, in hexadecimal. Both are
/// prepared, as draft-ietf-sasl-crammd5 §2 wants it, and as GNU SASL does, which msmtp uses.
/// </summary>
sealed class CramMd5Client(SaslContext context) : ISaslClient
{
    const string Mechanism = "CRAM-MD5";

    readonly string user = SaslPrep.Name(context.RequiredUser());
    readonly Secret password = context.RequiredSecret();

    public bool IsComplete { get; private set; }

    public ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken) => new((ReadOnlyMemory<byte>?)null);

    public ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken)
    {
        if (IsComplete)
            throw SaslFailure.NothingMoreToSay(Mechanism);
        // RFC 2195 §2: a challenge has a time and a host; the answer to an empty one could be replayed forever.
        if (challenge.IsEmpty)
            throw SaslFailure.WrongMessage(Mechanism, "the server's challenge is empty");
        IsComplete = true;
        return new(OctetText.Encode($"{user} {Digest(challenge.Span)}"));
    }

    public void Dispose()
    {
    }

    string Digest(ReadOnlySpan<byte> challenge)
    {
        var key = SaslPrep.Password(password);
        // The mechanism is HMAC-MD5 by definition (RFC 2195 §2); it is never chosen without TLS.
#pragma warning disable CA5351
        var digest = Convert.ToHexStringLower(HMACMD5.HashData(key, challenge));
#pragma warning restore CA5351
        CryptographicOperations.ZeroMemory(key);
        return digest;
    }
}
