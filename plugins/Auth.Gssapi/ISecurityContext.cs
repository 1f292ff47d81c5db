namespace Msmtp.Auth.Gssapi;

/// <summary>A GSS-API security context (RFC 2743 §1.1.3), from the initiator's side.</summary>
interface ISecurityContext : IDisposable
{
    /// <summary>Both sides have proved who they are.</summary>
    bool IsEstablished { get; }

    /// <summary>
    /// GSS_Init_sec_context (RFC 2743 §2.2.1): takes the other side's token, empty at first, and returns ours, which may be empty at the
    /// end. May contact a key distribution centre. Throws <see cref="GssapiException"/>.
    /// </summary>
    ValueTask<byte[]> StepAsync(ReadOnlyMemory<byte> token, CancellationToken cancellationToken);

    /// <summary>GSS_Unwrap (RFC 2743 §2.3.4). Throws <see cref="GssapiException"/> if the message is not the other side's.</summary>
    byte[] Unwrap(ReadOnlySpan<byte> message);

    /// <summary>GSS_Wrap without confidentiality (RFC 2743 §2.3.3): integrity only.</summary>
    byte[] Wrap(ReadOnlySpan<byte> message);
}

/// <summary>For applications: makes the call that may wait for a key distribution centre on another thread.</summary>
sealed class OffThreadContext(ISecurityContext inner) : ISecurityContext
{
    public bool IsEstablished => inner.IsEstablished;

    public async ValueTask<byte[]> StepAsync(ReadOnlyMemory<byte> token, CancellationToken cancellationToken) =>
        // Not AsTask: a single use makes the native command prepare it at every start, for every type that a ValueTask holds.
        await Task.Run(async () => await inner.StepAsync(token, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public byte[] Unwrap(ReadOnlySpan<byte> message) => inner.Unwrap(message);

    public byte[] Wrap(ReadOnlySpan<byte> message) => inner.Wrap(message);

    public void Dispose() => inner.Dispose();
}

/// <summary>The exchange cannot go on; the message says why, in words for the user.</summary>
sealed class GssapiException(string message, Exception? inner = null) : Exception(message, inner);
