namespace Msmtp;

public interface ISaslClient : IDisposable
{
    bool IsComplete { get; }

    ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken);

    ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken);
}
