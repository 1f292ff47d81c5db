using System.Security.Cryptography;
using System.Text;
using Msmtp;
using Msmtp.Text;

namespace Auth.Hmac;

/// <summary>
/// X-HMAC: each side proves that it knows the password, using both sides' nonces.
/// <code>
/// client-first = user SP client-nonce
/// server       = server-nonce SP hex(HMAC(password, "server" client-nonce server-nonce))
/// client-final = hex(HMAC(password, "client" client-nonce server-nonce))
/// </code>
/// </summary>
sealed class HmacClient(SaslContext context, HmacHash hash) : ISaslClient
{
    public const string Mechanism = "X-HMAC";

    readonly string nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public bool IsComplete { get; private set; }

    public ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken)
    {
        // A space ends the name.
        if (context.User!.Contains(' ', StringComparison.Ordinal))
            throw new MailException(ExitCode.Config, DeliveryStage.Auth, $"{Mechanism} cannot be used: the user name holds a blank");
        return new(OctetText.Encode($"{context.User} {nonce}"));
    }

    public ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken)
    {
        if (IsComplete)
            throw Wrong("the server asks twice");
        if (OctetText.Decode(challenge.Span).Split(' ') is not [var serverNonce, var proof])
            throw Wrong("the server's message is malformed");
        if (!CryptographicOperations.FixedTimeEquals(OctetText.Encode(Proof("server", serverNonce)), OctetText.Encode(proof)))
            throw Wrong("the server does not know the password");
        IsComplete = true;
        return new(Encoding.ASCII.GetBytes(Proof("client", serverNonce)));
    }

    public void Dispose()
    {
    }

    string Proof(string who, string serverNonce) =>
        Convert.ToHexStringLower(hash.Keyed(context.Secret!.Reveal(), OctetText.Encode($"{who}{nonce}{serverNonce}")));

    static MailException Wrong(string reason) =>
        new(ExitCode.Protocol, DeliveryStage.Auth, $"authentication failed (method {Mechanism}): {reason}");
}
