using System.Security.Cryptography;

namespace Msmtp.Auth.Sasl.Scram;

/// <summary>
/// SCRAM (RFC 5802, RFC 7677) without channel binding. The server asks first with an empty challenge, as msmtp has it; in the
/// end it has to prove that it knows the password too, or its success is not believed.
/// </summary>
sealed class ScramClient : ISaslClient
{
    /// <summary>RFC 5802 §7, gs2-header: no channel binding on this side, no authorization identity.</summary>
    const string Gs2Header = "n,,";

    readonly ScramHash hash;
    readonly string user;
    readonly Secret password;
    readonly string nonce;
    Func<string, string> next;
    string firstBare = "";
    byte[] expectedSignature = [];

    /// <summary>Starts an exchange.</summary>
    /// <param name="hash">Which SCRAM.</param>
    /// <param name="context">Who.</param>
    /// <param name="nonce">The client's nonce; null: a random one.</param>
    public ScramClient(ScramHash hash, SaslContext context, string? nonce = null)
    {
        this.hash = hash;
        user = context.RequiredUser();
        password = context.RequiredSecret();
        this.nonce = nonce ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        next = SayFirst;
    }

    public bool IsComplete { get; private set; }

    public ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken ct) => new((ReadOnlyMemory<byte>?)null);

    public ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken ct)
    {
        try
        {
            return new(OctetText.Encode(next(OctetText.Decode(challenge.Span))));
        }
        catch (InvalidDataException e)
        {
            throw SaslFailure.WrongMessage(hash.Mechanism, e.Message, e);
        }
    }

    public void Dispose()
    {
    }

    string SayFirst(string challenge)
    {
        if (challenge.Length > 0)
            throw new InvalidDataException("the server speaks before the client");
        firstBare = $"n={SaslName.Escape(user)},r={nonce}";
        next = SayFinal;
        return Gs2Header + firstBare;
    }

    string SayFinal(string challenge)
    {
        var first = ScramServerFirst.Read(challenge, nonce);
        var withoutProof = $"c={Convert.ToBase64String(OctetText.Encode(Gs2Header))},r={first.Nonce}";
        var authMessage = OctetText.Encode($"{firstBare},{challenge},{withoutProof}");
        var proof = ScramProof.Compute(hash, password.Reveal(), first, authMessage);
        expectedSignature = proof.Server;
        next = Verify;
        return $"{withoutProof},p={Convert.ToBase64String(proof.Client)}";
    }

    string Verify(string challenge)
    {
        if (!CryptographicOperations.FixedTimeEquals(ScramServerFinal.Read(challenge), expectedSignature))
            throw new InvalidDataException("the server does not know the password");
        IsComplete = true;
        next = _ => throw SaslFailure.NothingMoreToSay(hash.Mechanism);
        return "";
    }
}
