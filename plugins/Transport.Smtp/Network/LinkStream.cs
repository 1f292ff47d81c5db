namespace Msmtp.Transport.Smtp;

/// <summary>
/// The octets of one socket. Unlike a stream of the runtime it has one absolute deadline for all that is read and
/// written until it is set anew, so that a server that drips one octet a second cannot hold it. A blocking link does
/// not see a cancellation token; both kinds obey the deadline.
/// </summary>
/// <remarks>Expiry is <see cref="IOException"/> "the operation timed out" around a <see cref="TimeoutException"/>.</remarks>
abstract class LinkStream : Stream
{
    /// <summary>Who is at the other end; null: a socket of this machine, or a proxy, stands between.</summary>
    public Peer? Peer { get; init; }

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

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected static IOException TimedOut() => new("the operation timed out", new TimeoutException());
}
