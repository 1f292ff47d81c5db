using System.Text;

namespace Msmtp.Host.Tests.Authentication;

/// <summary>A mechanism that says what it was told to say, and fails where it was told to: where <c>!</c> stands in place of a response.</summary>
sealed class FakeSasl(string? initial, params string[] responses) : ISaslClient
{
    readonly Queue<string> left = new(responses);

    public bool IsComplete => left.Count == 0;

    public List<string> Challenges { get; } = [];

    public bool IsDisposed { get; private set; }

    public static SaslMechanism Mechanism(string name, int strength = 1, Func<SaslContext, ISaslClient>? create = null) =>
        new(name, new SaslFacts(strength), create ?? (static _ => new FakeSasl("hello")));

    public ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken) => initial switch
    {
        null => new((ReadOnlyMemory<byte>?)null),
        "!" => throw new MailException(ExitCode.Config, DeliveryStage.Auth, "I cannot begin"),
        _ => new(Encoding.UTF8.GetBytes(initial)),
    };

    public ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken)
    {
        Challenges.Add(Encoding.UTF8.GetString(challenge.Span));
        return left.TryDequeue(out var response) && response != "!"
            ? new(Encoding.UTF8.GetBytes(response))
            : throw new MailException(ExitCode.Software, DeliveryStage.Auth, "I do not like that challenge");
    }

    public void Dispose() => IsDisposed = true;
}
