using System.Net;
using System.Net.Sockets;

namespace Msmtp.Connector.Tcp;

/// <summary>
/// A stream over one socket. Unlike the runtime's it has one absolute deadline for everything that is read and written until it is
/// reset, so that a server that drips one octet a second cannot hold it up. A blocking stream does not see a cancellation token while
/// it waits; both kinds obey the deadline.
/// </summary>
/// <remarks>A deadline that passes: <see cref="IOException"/> "the operation timed out" around a <see cref="TimeoutException"/>.</remarks>
abstract class SocketStream : Stream
{
    /// <summary>The other end; null: unknown, because the connection is a unix socket or goes through a proxy.</summary>
    public Peer? Peer { get; init; }

    /// <summary>The local address; null: it has none.</summary>
    public IPAddress? LocalAddress { get; init; }

    /// <summary>
    /// Nothing unread has arrived, and the other end has not hung up, as far as this machine knows. Does not wait.
    /// </summary>
    public abstract bool IsQuiet { get; }

    /// <summary>Waits until something can be read, or time is up. False: nothing has arrived, and the deadline has not passed.</summary>
    public abstract ValueTask<bool> HasArrivedAsync(TimeSpan within, CancellationToken cancellationToken);

    /// <summary>A read returns what has arrived; if that is nothing it fails with <see cref="IOException"/>, and changes nothing.</summary>
    public bool NeverWaits { get; set; }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Resets the deadline: everything must be done within this time from now; null: there is no limit.</summary>
    public abstract void SetDeadline(TimeSpan? fromNow);

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public abstract override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Called before each read.</summary>
    protected void FailRatherThanWait()
    {
        if (NeverWaits && IsQuiet)
            throw new IOException("nothing has arrived");
    }

    protected static IOException TimedOut() => new("the operation timed out", new TimeoutException());

    protected static IOException Broken(SocketException failure) => new(SystemError.Describe(failure), failure);
}
