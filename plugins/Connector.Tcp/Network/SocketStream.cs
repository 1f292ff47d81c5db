using System.Net;
using System.Net.Sockets;

namespace Msmtp.Connector.Tcp;

/// <summary>
/// The octets of one socket. Unlike a stream of the runtime it has one absolute deadline for all that is read and
/// written until it is set anew, so that a server that drips one octet a second cannot hold it. A blocking stream does
/// not see a cancellation token while it waits; both kinds obey the deadline.
/// </summary>
/// <remarks>Expiry is <see cref="IOException"/> "the operation timed out" around a <see cref="TimeoutException"/>.</remarks>
abstract class SocketStream : Stream
{
    /// <summary>Who is at the other end; null: a socket of this machine or a proxy, so that nobody can tell.</summary>
    public Peer? Peer { get; init; }

    /// <summary>Where it ends on this machine; null: that is no address.</summary>
    public IPAddress? LocalAddress { get; init; }

    /// <summary>
    /// Nothing has arrived that nobody has read, and the other end has not hung up, as far as this machine knows. Costs no waiting.
    /// </summary>
    public abstract bool IsQuiet { get; }

    /// <summary>Waits until something can be read, or the time is over. False: nothing has come, and the deadline is still ahead.</summary>
    public abstract ValueTask<bool> HasArrivedAsync(TimeSpan within, CancellationToken cancellationToken);

    /// <summary>Reads give what has arrived. Where that is nothing they fail with <see cref="IOException"/> and leave everything as it was.</summary>
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

    /// <summary>From now on everything must be done within this time; null: there is no limit.</summary>
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

    /// <summary>Before each read.</summary>
    protected void FailRatherThanWait()
    {
        if (NeverWaits && IsQuiet)
            throw new IOException("nothing has arrived");
    }

    protected static IOException TimedOut() => new("the operation timed out", new TimeoutException());

    protected static IOException Broken(SocketException failure) => new(SystemError.Describe(failure), failure);
}
