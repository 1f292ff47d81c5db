using System.Net.Sockets;

namespace Msmtp.Connector.Tcp;

/// <summary>A link for applications: asynchronous sockets, which hear both the deadline and the caller's token.</summary>
sealed class AsyncLink(Socket socket, TimeProvider time) : LinkStream
{
    // A timer takes 49 days at most; a longer limit is none.
    static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    CancellationTokenSource? deadline;

    public override bool IsQuiet => !socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    public override void SetDeadline(TimeSpan? fromNow)
    {
        deadline?.Dispose();
        deadline = fromNow < LongestTimer ? new CancellationTokenSource(Max(fromNow.Value, TimeSpan.Zero), time) : null;
    }

    public override async ValueTask<bool> HasArrivedAsync(TimeSpan within, CancellationToken ct)
    {
        if (!IsQuiet)
            return true;
        using var over = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, ct, deadline?.Token ?? default);
        try
        {
            // To read nothing is to wait for something.
            await socket.ReceiveAsync(Memory<byte>.Empty, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return deadline is { IsCancellationRequested: true };
        }
        catch (SocketException)
        {
            // Whoever reads will say so.
            return true;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        FailRatherThanWait();
        using var either = Link(cancellationToken);
        try
        {
            return await socket.ReceiveAsync(buffer, TokenOf(either, cancellationToken)).ConfigureAwait(false);
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
        using var either = Link(cancellationToken);
        try
        {
            while (!buffer.IsEmpty)
                buffer = buffer[await socket.SendAsync(buffer, TokenOf(either, cancellationToken)).ConfigureAwait(false)..];
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

    public override int Read(Span<byte> buffer) => throw new NotSupportedException("this link is asynchronous");

    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException("this link is asynchronous");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            deadline?.Dispose();
            socket.Dispose();
        }
        base.Dispose(disposing);
    }

    static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>A source that hears both, where there are both.</summary>
    CancellationTokenSource? Link(CancellationToken ct) =>
        deadline is not null && ct.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct) : null;

    CancellationToken TokenOf(CancellationTokenSource? either, CancellationToken ct) => either?.Token ?? deadline?.Token ?? ct;
}
