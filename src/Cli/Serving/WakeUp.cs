using System.Runtime.InteropServices;

namespace Msmtp.Cli;

/// <summary>Waits for descriptors in poll(2) until a cancellation ends it. For one thread.</summary>
sealed class WakeUp : IDisposable
{
    // eventfd(2): its counter makes it readable.
    readonly int descriptor = Libc.OpenEvent(0, Libc.EventCloseOnExec | Libc.EventNonBlocking);

    /// <exception cref="IOException">The system has no descriptor left: whoever waits could not be woken up.</exception>
    public WakeUp()
    {
        if (descriptor < 0)
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
    }

    /// <summary>Waits until a descriptor is ready.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    public void Await(int number, short events, CancellationToken cancellationToken)
    {
        Span<Libc.PollRequest> one = [new Libc.PollRequest { Number = number, Events = events }];
        Await(one, cancellationToken);
    }

    /// <summary>Waits until one of the descriptors is ready.</summary>
    /// <inheritdoc cref="Await(int, short, CancellationToken)"/>
    public void Await(Span<Libc.PollRequest> requests, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // poll(2) would wait for ever.
        if (requests[0].Number < 0)
            throw new IOException("it is closed");
        using var cancelling = cancellationToken.UnsafeRegister(static state => Libc.Write((int)state!, OneAsCounter, sizeof(ulong)), descriptor);
        Span<Libc.PollRequest> all = [.. requests, new Libc.PollRequest { Number = descriptor, Events = Libc.PollIn }];
        while (Libc.Poll(ref all[0], (nuint)all.Length, Timeout.Infinite) < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted)
        {
        }
        all[..^1].CopyTo(requests);
        if (!cancellationToken.IsCancellationRequested)
            return;
        // It may have come too late to be seen by this call, and must not be seen by the next.
        cancelling.Dispose();
        Span<byte> counter = stackalloc byte[sizeof(ulong)];
        Libc.Read(descriptor, counter, counter.Length);
        throw new OperationCanceledException(cancellationToken);
    }

    public void Dispose() => _ = Libc.Close(descriptor);

    static ReadOnlySpan<byte> OneAsCounter => BitConverter.IsLittleEndian ? [1, 0, 0, 0, 0, 0, 0, 0] : [0, 0, 0, 0, 0, 0, 0, 1];
}
