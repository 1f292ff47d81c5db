using System.Security.Cryptography;
using Msmtp.Text;

namespace Msmtp.Auth.Sasl.Digest;

/// <summary>
/// DIGEST-MD5 (RFC 2831), which RFC 6331 has made historic. At the end the server has to prove that it knows the password, or its
/// success is not accepted.
/// </summary>
sealed class DigestMd5Client : ISaslClient
{
    const string Mechanism = "DIGEST-MD5";

    readonly string user;
    readonly Secret password;
    readonly string uri;
    readonly string nonce;
    string? expectedProof;

    /// <summary>Starts an exchange.</summary>
    /// <param name="context">The user and the server.</param>
    /// <param name="nonce">The client's nonce; null: a random one.</param>
    public DigestMd5Client(SaslContext context, string? nonce = null)
    {
        user = context.RequiredUser();
        password = context.RequiredSecret();
        // RFC 2831 §2.1.2, digest-uri: the host as the user configured it.
        uri = $"{context.Service}/{context.Host}";
        this.nonce = nonce ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
    }

    public bool IsComplete { get; private set; }

    public ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken) => new((ReadOnlyMemory<byte>?)null);

    public ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken)
    {
        if (IsComplete)
            throw SaslFailure.NothingMoreToSay(Mechanism);
        try
        {
            var message = OctetText.Decode(challenge.Span);
            return new(expectedProof is null ? Answer(message) : Verify(message));
        }
        catch (InvalidDataException e)
        {
            throw SaslFailure.WrongMessage(Mechanism, e.Message, e);
        }
    }

    public void Dispose()
    {
    }

    byte[] Answer(string message)
    {
        var response = new DigestResponse(DigestChallenge.Read(message), nonce, uri);
        using var key = DigestKey.Derive(response, user, password);
        expectedProof = key.ServerProof(response);
        return response.Write(user, key.ClientProof(response));
    }

    // RFC 2831 §2.1.3: response-auth = "rspauth" "=" response-value
    byte[] Verify(string message)
    {
        var proof = DigestDirectives.Read(message).FirstOrDefault(directive => directive.Name == "rspauth").Value ?? "";
        if (!CryptographicOperations.FixedTimeEquals(OctetText.Encode(proof), OctetText.Encode(expectedProof ?? "")))
            throw new InvalidDataException("the server does not know the password");
        IsComplete = true;
        return [];
    }
}
