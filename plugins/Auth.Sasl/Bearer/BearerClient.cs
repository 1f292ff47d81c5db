using System.Security.Cryptography;

namespace Msmtp.Auth.Sasl.Bearer;

/// <summary>OAUTHBEARER (RFC 7628) and XOAUTH2: a message with the token, and an empty one if the server explains a refusal.</summary>
sealed class BearerClient : ISaslClient
{
    readonly string mechanism;
    readonly Func<byte[]> write;
    readonly Secret token;
    readonly bool isInitial;
    byte[]? message;
    bool isRefused;

    BearerClient(string mechanism, SaslContext context, Func<SaslContext, byte[]> write, bool isInitial)
    {
        this.mechanism = mechanism;
        this.write = () => write(context);
        token = context.RequiredSecret();
        this.isInitial = isInitial;
    }

    /// <summary>OAUTHBEARER, which sends the message as the initial response.</summary>
    public static BearerClient OAuthBearer(SaslContext context) =>
        new("OAUTHBEARER", context, BearerMessage.WriteOAuthBearer, isInitial: true);

    /// <summary>XOAUTH2, which, as in msmtp, waits to be asked: a token may be longer than a command line (RFC 4954 §4).</summary>
    public static BearerClient XOAuth2(SaslContext context) =>
        new("XOAUTH2", context, BearerMessage.WriteXOAuth2, isInitial: false);

    // RFC 7628 §3.2.3: after the server's explanation the exchange has failed, whatever the server says next.
    public bool IsComplete => message is not null && !isRefused;

    public string? Explanation { get; private set; }

    public ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken) =>
        new(isInitial ? Message() : (ReadOnlyMemory<byte>?)null);

    public ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken)
    {
        if (message is null)
            return new(Message());
        if (isRefused)
            throw SaslFailure.NothingMoreToSay(mechanism);
        isRefused = true;
        Explanation = BearerRefusal.Describe(challenge.Span, token.Reveal());
        // RFC 7628 §3.2.3 has a single ^A here; msmtp sends nothing for either mechanism, and the exchange has failed anyway.
        return default;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(message);

    ReadOnlyMemory<byte> Message()
    {
        try
        {
            return message = write();
        }
        catch (InvalidDataException e)
        {
            throw SaslFailure.CannotSend(mechanism, e.Message);
        }
    }
}
