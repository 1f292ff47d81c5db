using System.Net;

namespace Msmtp;

/// <summary>
/// A connection opened by an <see cref="IConnector"/>: a stream of octets in both directions, for one reader and one writer at a time.
/// Everything is encrypted once <see cref="Tls"/> is not null.
/// <para>
/// One absolute deadline holds for everything that is read and written until it is set again, so that a server that sends one octet a
/// second cannot keep the connection busy. A new connection starts with the timeout of its request.
/// </para>
/// <para>
/// With <see cref="IoMode.Asynchronous"/> the asynchronous members wait without a thread, and the synchronous ones throw
/// <see cref="NotSupportedException"/>. With <see cref="IoMode.Blocking"/> each call has completed when it returns, on the caller's
/// thread, and checks a cancellation token before it waits but not while it waits. Both obey the deadline.
/// </para>
/// <para>
/// Reads and writes fail with <see cref="IOException"/>, whose message tells the user why ("Connection reset by peer"). If the deadline has
/// passed, its chain of inner exceptions has a <see cref="TimeoutException"/>.
/// </para>
/// </summary>
public abstract class ConnectionStream : Stream
{
    /// <summary>The TLS session; null while the connection is not encrypted.</summary>
    public abstract TlsSession? Tls { get; }

    /// <summary>The local address; null for a unix socket.</summary>
    public abstract IPAddress? LocalAddress { get; }

    /// <summary>The address of the other end; null if it is not known, as with a unix socket or a proxy.</summary>
    public abstract IPAddress? RemoteAddress { get; }

    /// <summary>
    /// No unread octets have arrived and the other end has not hung up, as far as this machine knows. Does not wait. This is about the
    /// network: the rest of a TLS record that a read has left does not count; a buffer of 16 KiB leaves none.
    /// </summary>
    public abstract bool IsIdle { get; }

    /// <summary>Sets the deadline for everything from now on; null for none.</summary>
    public abstract void SetDeadline(TimeSpan? fromNow);

    /// <summary>
    /// Waits until <see cref="IsIdle"/> becomes false or the time is up. False: nothing has arrived, and the deadline has not passed.
    /// </summary>
    /// <param name="within">How long to wait at most.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract ValueTask<bool> WaitToReadAsync(TimeSpan within, CancellationToken cancellationToken);

    /// <summary>
    /// Reads what has arrived, without waiting for more. 0: the other end has hung up. Null: nothing has arrived for the caller; messages of
    /// TLS itself, such as session tickets, are consumed on the way. A broken connection gives null too; the next read or write fails.
    /// </summary>
    /// <param name="buffer">Receives the octets.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract ValueTask<int?> TryReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>
    /// Encrypts everything from now on and verifies the server. Called once, on a connection requested with
    /// <see cref="ConnectionSecurity.StartTls"/>, while no read or write is under way. The caller must have read nothing beyond the reply to
    /// the protocol's command: more may have been injected (RFC 3207 §6, CVE-2011-0411). The deadline applies.
    /// </summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MailException">
    /// With the stage <see cref="DeliveryStage.Tls"/>: the handshake failed, or the certificate was refused. The connection is closed.
    /// </exception>
    /// <exception cref="InvalidOperationException">The connection is encrypted already, or was not requested with StartTls.</exception>
    public abstract ValueTask StartTlsAsync(CancellationToken cancellationToken);

    /// <summary>Looks up the DNS name of <see cref="RemoteAddress"/>; null if it has none.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
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

    /// <summary>Does nothing: writes are not buffered.</summary>
    public override void Flush()
    {
    }

    /// <summary>Does nothing: writes are not buffered.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>How a plugin does I/O. The code is the same; only the stream underneath differs.</summary>
public enum IoMode
{
    /// <summary>Asynchronous sockets: for applications.</summary>
    Asynchronous,

    /// <summary>
    /// Blocking calls that have completed when they return, on the caller's thread: for the command, which has nothing else to do.
    /// </summary>
    Blocking,
}
