using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Msmtp.Connector.Tcp;

/// <summary>A stream for applications: an asynchronous socket that honours both the deadline and the caller's token.</summary>
sealed class AsyncSocketStream(Socket socket, TimeProvider time) : SocketStream
{
    readonly MovingDeadline deadline = new(time);

    public override bool IsQuiet => !socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    public override void SetDeadline(TimeSpan? fromNow) => deadline.Set(fromNow);

    public override async ValueTask<bool> HasArrivedAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        if (!IsQuiet)
            return true;
        using var over = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        using var operation = deadline.BeginRead(either.Token);
        try
        {
            // A read of no octets completes when something has arrived.
            await socket.ReceiveAsync(Memory<byte>.Empty, operation.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return deadline.IsOver;
        }
        catch (SocketException)
        {
            // The next read reports it.
            return true;
        }
    }

    // The state machine is pooled: every mail waits twice for its server.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        FailRatherThanWait();
        using var operation = deadline.BeginRead(cancellationToken);
        try
        {
            return await socket.ReceiveAsync(buffer, operation.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TimedOut();
        }
        catch (SocketException e)
        {
            throw Broken(e);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            while (!buffer.IsEmpty)
                buffer = buffer[await SendAsync(buffer, cancellationToken).ConfigureAwait(false)..];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TimedOut();
        }
        catch (SocketException e)
        {
            throw Broken(e);
        }
    }

    // Most writes complete at once, so that the caller's token is only registered if one has to wait.
    async ValueTask<int> SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        var sending = socket.SendAsync(buffer, deadline.BeginWrite(CancellationToken.None).Token);
        if (sending.IsCompleted)
            return await sending.ConfigureAwait(false);
        using var operation = deadline.BeginWrite(cancellationToken);
        return await sending.ConfigureAwait(false);
    }

    public override int Read(Span<byte> buffer) => throw new NotSupportedException("this stream is asynchronous");

    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException("this stream is asynchronous");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            deadline.Dispose();
            socket.Dispose();
        }
        base.Dispose(disposing);
    }
}
