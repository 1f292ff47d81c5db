using Msmtp;

namespace Faulty;

sealed class FaultyMechanism(string fault) : ISaslClient
{
    public bool IsComplete => true;

    public ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken)
    {
        Misbehaviour.Of("mechanism", fault);
        return new("hello"u8.ToArray());
    }

    public ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken) => default;

    public void Dispose() => Misbehaviour.Of("disposal", fault);
}
