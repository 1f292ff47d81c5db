using Msmtp.Text;

namespace Msmtp.Auth.Gssapi.Tests;

/// <summary>A security context whose protection is a letter in front: the other side's is S, ours is C.</summary>
sealed class FakeContext(int steps) : ISecurityContext
{
    int done;

    public bool IsEstablished => done >= steps;

    public bool IsDisposed { get; private set; }

    /// <summary>What a step waits for, as for a key distribution centre.</summary>
    public ManualResetEventSlim Gate { get; } = new(initialState: true);

    public List<string> Taken { get; } = [];

    public ValueTask<byte[]> StepAsync(ReadOnlyMemory<byte> token, CancellationToken cancellationToken)
    {
        Gate.Wait(cancellationToken);
        Taken.Add(OctetText.Decode(token.Span));
        return new(OctetText.Encode($"token{++done}"));
    }

    public byte[] Unwrap(ReadOnlySpan<byte> message) =>
        message is [(byte)'S', .. var plain] ? plain.ToArray() : throw new GssapiException("forged");

    public byte[] Wrap(ReadOnlySpan<byte> message) => [(byte)'C', .. message];

    public void Dispose()
    {
        IsDisposed = true;
        Gate.Dispose();
    }
}
