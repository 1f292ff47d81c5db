namespace Msmtp.Auth.Gssapi;

/// <summary>A security context of GSS-API (RFC 2743 §1.1.3), seen from the side that starts it.</summary>
interface ISecurityContext : IDisposable
{
    /// <summary>Both sides have proved who they are.</summary>
    bool IsEstablished { get; }

    /// <summary>
    /// GSS_Init_sec_context (RFC 2743 §2.2.1): takes the other side's token, empty at first, and gives ours, which may be empty in the
    /// end. May ask a key distribution centre. Throws <see cref="GssapiException"/>.
    /// </summary>
    ValueTask<byte[]> StepAsync(ReadOnlyMemory<byte> token, CancellationToken cancellationToken);

    /// <summary>GSS_Unwrap (RFC 2743 §2.3.4). Throws <see cref="GssapiException"/>: the message is not the other side's.</summary>
    byte[] Unwrap(ReadOnlySpan<byte> message);

    /// <summary>GSS_Wrap without confidentiality (RFC 2743 §2.3.3): everybody can read it, nobody can change it.</summary>
    byte[] Wrap(ReadOnlySpan<byte> message);
}

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

/// <summary>The security context cannot go on; the message says why, in words for the user.</summary>
sealed class GssapiException(string message, Exception? inner = null) : Exception(message, inner);
