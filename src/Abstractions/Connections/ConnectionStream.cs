using System.Net;

namespace Msmtp;

/// <summary>
/// A connection that an <see cref="IConnector"/> opened: a stream of octets in both directions, for one reader and one writer at a time. What
/// is read and written is encrypted once <see cref="Tls"/> is there.
/// <para>
/// It has one absolute deadline for all that is read and written until it is set anew, so that a server that drips one octet a second cannot
/// hold it. When it is handed out, the time is that of the request, counted from then.
/// </para>
/// <para>
/// With <see cref="IoMode.Asynchronous"/> the asynchronous members wait without a thread, and the synchronous ones throw
/// <see cref="NotSupportedException"/>. With <see cref="IoMode.Blocking"/> each call has done its work when it returns, on the caller's
/// thread, and looks at a cancellation token before it waits and not while it does. Both obey the deadline.
/// </para>
/// <para>
/// Reads and writes fail with <see cref="IOException"/>, whose message says why in words for a user ("Connection reset by peer"). Where the
/// deadline has passed, a <see cref="TimeoutException"/> is in its chain.
/// </para>
/// </summary>
public abstract class ConnectionStream : Stream
{
    /// <summary>The session by which it is encrypted; null: it is not, or not yet.</summary>
    public abstract TlsSession? Tls { get; }

    /// <summary>Where it ends on this machine; null: that is no address (a unix socket).</summary>
    public abstract IPAddress? LocalAddress { get; }

    /// <summary>Who is at the other end; null: a unix socket or a proxy, so that nobody can tell.</summary>
    public abstract IPAddress? RemoteAddress { get; }

    /// <summary>
    /// Nothing has arrived that nobody has read, and the other end has not hung up, as far as this machine knows. Costs no waiting. It is about
    /// what has come from the network: what a read left of a record of TLS does not count, and a buffer of 16 KiB leaves nothing.
    /// </summary>
    public abstract bool IsIdle { get; }

    /// <summary>From now on everything must be done within this time; null: there is no limit.</summary>
    public abstract void SetDeadline(TimeSpan? fromNow);

    /// <summary>
    /// Waits until <see cref="IsIdle"/> ends, or the time is over. False: nothing has come, and the deadline is still ahead.
    /// </summary>
    /// <param name="within">How long to wait at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract ValueTask<bool> WaitToReadAsync(TimeSpan within, CancellationToken cancellationToken);

    /// <summary>
    /// Reads what has arrived, without waiting for more. 0: the other end has hung up. Null: nothing has come that is for the caller; what
    /// TLS has to say to itself, such as tickets for another session, is read on the way. A connection that broke gives null too: whoever
    /// uses it next is told.
    /// </summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract ValueTask<int?> TryReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>
    /// Encrypts everything from now on and verifies the server, once, on a connection that was asked for with
    /// <see cref="ConnectionSecurity.StartTls"/>. Nobody may be reading or writing, and what has been read of the answer to the protocol's
    /// command must end there: more may have been put in by somebody between (RFC 3207 §6, CVE-2011-0411). The deadline holds.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MailException">
    /// With the stage <see cref="DeliveryStage.Tls"/>: the handshake failed, or the certificate was refused. The connection is closed.
    /// </exception>
    /// <exception cref="InvalidOperationException">It is encrypted already, or was not to be.</exception>
    public abstract ValueTask StartTlsAsync(CancellationToken cancellationToken);

    /// <summary>Asks the DNS for the name of <see cref="RemoteAddress"/>. Null: it has none.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public virtual ValueTask<string?> FindRemoteNameAsync(CancellationToken cancellationToken) => new((string?)null);

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => throw new NotSupportedException("this connection is asynchronous");

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException("this connection is asynchronous");

    /// <summary>Does nothing: what was written is on its way.</summary>
    public override void Flush()
    {
    }

    /// <summary>Does nothing: what was written is on its way.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>How a plugin does its input and output. The code is the same; only the stream at the bottom differs.</summary>
public enum IoMode
{
    /// <summary>Asynchronous sockets: for applications.</summary>
    Asynchronous,

    /// <summary>
    /// Blocking calls that have completed when they return, on the caller's thread: for the command, where no other work waits.
    /// </summary>
    Blocking,
}
