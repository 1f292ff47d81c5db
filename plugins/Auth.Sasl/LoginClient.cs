using System.Security.Cryptography;
using Msmtp.Text;

namespace Msmtp.Auth.Sasl;

/// <summary>
/// LOGIN (draft-murchison-sasl-login-00): the server asks for the name, then for the password. The prompts differ from server to
/// server, and are ignored.
/// </summary>
sealed class LoginClient(SaslContext context) : ISaslClient
{
    readonly string user = context.RequiredUser();
    readonly Secret password = context.RequiredSecret();
    bool hasSentUser;
    byte[]? sentPassword;

    public bool IsComplete => sentPassword is not null;

    // Some servers accept a name with AUTH LOGIN; msmtp waits to be asked, which works with all of them.
    public ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken) => new((ReadOnlyMemory<byte>?)null);

    public ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken)
    {
        if (!hasSentUser)
        {
            hasSentUser = true;
            return new(OctetText.Encode(user));
        }
        if (sentPassword is not null)
            throw SaslFailure.NothingMoreToSay("LOGIN");
        sentPassword = password.Reveal().ToArray();
        return new(sentPassword);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(sentPassword);
}
