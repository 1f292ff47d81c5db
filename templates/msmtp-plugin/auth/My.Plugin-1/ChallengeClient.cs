using System.Security.Cryptography;
using Msmtp;
using Msmtp.Text;

namespace My.Plugin_1;

/// <summary>The client's side: answers a challenge with the user name, a space, and an HMAC-SHA-256 in hexadecimal.</summary>
sealed class ChallengeClient(SaslContext context) : ISaslClient
{
    public const string Mechanism = "X-CHALLENGE";

    public bool IsComplete { get; private set; }

    // Null: the server speaks first.
    public ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken) => new((ReadOnlyMemory<byte>?)null);

    public ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken)
    {
        if (IsComplete)
            throw Wrong("the server asks twice");
        if (challenge.IsEmpty)
            throw Wrong("the server's challenge is empty");
        // User and Secret are present: the mechanism's facts ask for both.
        var digest = HMACSHA256.HashData(context.Secret!.Reveal(), challenge.Span);
        IsComplete = true;
        return new(OctetText.Encode($"{context.User} {Convert.ToHexStringLower(digest)}"));
    }

    public void Dispose()
    {
    }

    static MailException Wrong(string reason) =>
        new(ExitCode.Protocol, DeliveryStage.Auth, $"authentication failed (method {Mechanism}): {reason}");
}
