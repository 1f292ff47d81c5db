namespace Msmtp.Auth.Gssapi;

/// <summary>For applications: the step that may wait for a key distribution centre waits on a thread of its own.</summary>
sealed class OffThreadContext(ISecurityContext inner) : ISecurityContext
{
    public bool IsEstablished => inner.IsEstablished;

    public async ValueTask<byte[]> StepAsync(ReadOnlyMemory<byte> token, CancellationToken cancellationToken) =>
        // No AsTask: called for one type, the native command has what it needs ready at each start for every type that a ValueTask holds.
        await Task.Run(async () => await inner.StepAsync(token, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public byte[] Unwrap(ReadOnlySpan<byte> message) => inner.Unwrap(message);

    public byte[] Wrap(ReadOnlySpan<byte> message) => inner.Wrap(message);

    public void Dispose() => inner.Dispose();
}
