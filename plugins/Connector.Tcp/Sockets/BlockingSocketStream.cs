using System.Net.Sockets;

namespace Msmtp.Connector.Tcp;

/// <summary>
/// A stream that does its work on the caller's thread before it returns. With a deadline the socket is non-blocking and waits in
/// poll(2), where waiting can be bounded. It then stays non-blocking: to imitate a blocking one again, the runtime would start a thread.
/// </summary>
sealed class BlockingSocketStream(Socket socket, TimeProvider time) : SocketStream
{
    // Socket.Poll takes its timeout in microseconds, in 32 bits: 35 minutes at most.
    static readonly TimeSpan LongestPoll = TimeSpan.FromMinutes(30);

    Deadline deadline;

    public override bool IsQuiet => !socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    public override void SetDeadline(TimeSpan? fromNow)
    {
        deadline = fromNow is { } some ? new Deadline(time, some) : default;
        if (fromNow is not null && socket.Blocking)
            socket.Blocking = false;
    }

    public override ValueTask<bool> HasArrivedAsync(TimeSpan within, CancellationToken cancellationToken) =>
        new(socket.Poll(deadline.Wait(within), SelectMode.SelectRead) || deadline.IsOver);

    public override int Read(Span<byte> buffer)
    {
        // SslStream waits with an empty read before each record. A blocking stream can wait in the read that follows.
        if (buffer.IsEmpty)
            return 0;
        FailRatherThanWait();
        while (true)
        {
            Await(SelectMode.SelectRead);
            var count = socket.Receive(buffer, SocketFlags.None, out var error);
            if (error == SocketError.Success)
                return count;
            ThrowUnlessBusy(error);
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (deadline.IsOver)
                throw TimedOut();
            // There is usually room: just trying takes one system call, asking first takes two.
            var count = socket.Send(buffer, SocketFlags.None, out var error);
            if (error == SocketError.Success)
            {
                buffer = buffer[count..];
                continue;
            }
            ThrowUnlessBusy(error);
            Await(SelectMode.SelectWrite);
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<int>(cancellationToken);
        try
        {
            return ValueTask.FromResult(Read(buffer.Span));
        }
        catch (IOException e)
        {
            return ValueTask.FromException<int>(e);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        try
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
        catch (IOException e)
        {
            return ValueTask.FromException(e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            socket.Dispose();
        base.Dispose(disposing);
    }

    static void ThrowUnlessBusy(SocketError error)
    {
        if (error != SocketError.WouldBlock)
            throw Broken(new SocketException((int)error));
    }

    void Await(SelectMode mode)
    {
        if (!TryAwait(mode))
            throw TimedOut();
    }

    bool TryAwait(SelectMode mode)
    {
        if (socket.Blocking)
            return true;
        while (!deadline.IsOver)
            if (socket.Poll(deadline.Wait(LongestPoll), mode))
                return true;
        return false;
    }
}
