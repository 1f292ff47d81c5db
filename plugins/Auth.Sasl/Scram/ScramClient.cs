using System.Security.Cryptography;
using Msmtp.Text;

namespace Msmtp.Auth.Sasl.Scram;

/// <summary>
/// SCRAM (RFC 5802, RFC 7677). As in msmtp, the server asks first, with an empty challenge. At the end it has to prove that it
/// knows the password, too, or its success is not accepted.
/// </summary>
sealed class ScramClient : ISaslClient
{
    readonly ScramHash hash;
    readonly SaslContext context;
    readonly string user;
    readonly Secret password;
    readonly string nonce;
    Func<string, string> next;
    Action throwIfLate = static () => { };
    ScramBinding binding = new("n", default);
    string firstBare = "";
    byte[] expectedSignature = [];

    /// <summary>Starts an exchange.</summary>
    /// <param name="hash">The hash function, and so the mechanism.</param>
    /// <param name="context">The user and the server.</param>
    /// <param name="nonce">The client's nonce; null: a random one.</param>
    public ScramClient(ScramHash hash, SaslContext context, string? nonce = null)
    {
        this.hash = hash;
        this.context = context;
        user = SaslPrep.Name(context.RequiredUser());
        password = context.RequiredSecret();
        this.nonce = nonce ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        next = SayFirst;
    }

    /// <summary>This is the -PLUS mechanism, which is bound to its channel.</summary>
    public bool IsBound { get; init; }

    public bool IsComplete { get; private set; }

    string Mechanism => IsBound ? hash.Plus : hash.Mechanism;

    public ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            // RFC 5802 §7: saslname = 1*(value-safe-char / "=2C" / "=3D"), and NUL is none of them.
            if (user.Length == 0 || user.Contains('\0', StringComparison.Ordinal))
                throw new InvalidDataException(user.Length == 0 ? "the user name is empty" : "the user name holds a NUL");
            binding = IsBound ? ScramBinding.Of(context) : ScramBinding.None(context);
        }
        catch (InvalidDataException e)
        {
            throw SaslFailure.CannotSend(Mechanism, e.Message);
        }
        return new((ReadOnlyMemory<byte>?)null);
    }

    public ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            throwIfLate = Within(context.Account.Settings.Get(CommonSettings.Timeout), cancellationToken);
            return new(OctetText.Encode(next(OctetText.Decode(challenge.Span))));
        }
        catch (InvalidDataException e)
        {
            throw SaslFailure.WrongMessage(Mechanism, e.Message, e);
        }
    }

    public void Dispose()
    {
    }

    // The server determines how often the password is hashed, and so how long this takes.
    Action Within(TimeSpan? limit, CancellationToken cancellationToken)
    {
        var start = context.Time.GetTimestamp();
        return () =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (context.Time.GetElapsedTime(start) > limit)
                throw SaslFailure.TookTooLong(Mechanism);
        };
    }

    string SayFirst(string challenge)
    {
        if (challenge.Length > 0)
            throw new InvalidDataException("the server speaks before the client");
        firstBare = $"n={SaslName.Escape(user)},r={nonce}";
        next = SayFinal;
        return binding.Gs2Header + firstBare;
    }

    string SayFinal(string challenge)
    {
        var first = ScramServerFirst.Read(challenge, nonce);
        var withoutProof = $"c={binding.Input},r={first.Nonce}";
        var authMessage = OctetText.Encode($"{firstBare},{challenge},{withoutProof}");
        var prepared = SaslPrep.Password(password);
        ScramProof proof;
        try
        {
            proof = ScramProof.Compute(hash, prepared, first, authMessage, throwIfLate);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(prepared);
        }
        expectedSignature = proof.Server;
        next = Verify;
        return $"{withoutProof},p={Convert.ToBase64String(proof.Client)}";
    }

    string Verify(string challenge)
    {
        if (!CryptographicOperations.FixedTimeEquals(ScramServerFinal.Read(challenge), expectedSignature))
            throw new InvalidDataException("the server does not know the password");
        IsComplete = true;
        next = _ => throw SaslFailure.NothingMoreToSay(Mechanism);
        return "";
    }
}
