using System.Security.Cryptography;
using Msmtp.Text;

namespace Msmtp.Auth.Sasl;

/// <summary>PLAIN (RFC 4616): name and password in one initial response.</summary>
sealed class PlainClient(SaslContext context) : ISaslClient
{
    const string Mechanism = "PLAIN";

    readonly string user = context.RequiredUser();
    readonly Secret password = context.RequiredSecret();
    byte[]? message;

    public bool IsComplete => message is not null;

    public ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            message = PlainMessage.Write(OctetText.Encode(user), password.Reveal());
        }
        catch (InvalidDataException e)
        {
            throw SaslFailure.CannotSend(Mechanism, e.Message);
        }
        return new(message);
    }

    public ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken) =>
        throw SaslFailure.NothingMoreToSay(Mechanism);

    public void Dispose() => CryptographicOperations.ZeroMemory(message);
}
