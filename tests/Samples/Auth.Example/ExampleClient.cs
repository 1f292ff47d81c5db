using System.Security.Cryptography;
using System.Text;
using Msmtp;

namespace Auth.Example;

/// <summary>
/// The server sends a nonce, the client answers with its name and the HMAC of the nonce, and the server proves in turn that it
/// knows the password:
/// <code>
/// S: nonce     C: user [ "@" device ] SP hex(HMAC-SHA-256(password, nonce))     S: hex(HMAC-SHA-256(password, that))     C: (empty)
/// </code>
/// </summary>
sealed class ExampleClient(SaslContext context) : ISaslClient
{
    string? answer;

    public bool IsComplete { get; private set; }

    public ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken)
    {
        if (context.User!.Contains(' ', StringComparison.Ordinal))
            throw new MailException(ExitCode.Config, DeliveryStage.Auth, "X-EXAMPLE knows no user names with blanks");
        return new((ReadOnlyMemory<byte>?)null);
    }

    public ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken) =>
        new(answer is null ? Answer(challenge.Span) : Believe(challenge.Span));

    public void Dispose()
    {
    }

    byte[] Answer(ReadOnlySpan<byte> nonce)
    {
        var device = context.Account.Settings.Get(ExamplePlugin.Device) is { } name ? "@" + name : "";
        answer = $"{context.User}{device} {Proof(nonce)}";
        return Encoding.UTF8.GetBytes(answer);
    }

    byte[] Believe(ReadOnlySpan<byte> proof)
    {
        if (!proof.SequenceEqual(Encoding.ASCII.GetBytes(Proof(Encoding.UTF8.GetBytes(answer!)))))
            throw new MailException(ExitCode.Software, DeliveryStage.Auth, "the server does not know the password either (method X-EXAMPLE)");
        IsComplete = true;
        return [];
    }

    string Proof(ReadOnlySpan<byte> octets) => Convert.ToHexStringLower(HMACSHA256.HashData(context.Secret!.Reveal(), octets));
}
