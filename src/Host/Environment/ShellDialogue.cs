using System.Runtime.InteropServices;
using System.Security.Cryptography;
using static Msmtp.Hosting.ChildCalls;

namespace Msmtp.Hosting;

/// <summary>
/// Writes a command's input and reads its output until it ends, on the calling thread. Processes that it leaves behind may keep the pipe
/// open.
/// </summary>
/// <param name="child">The command.</param>
/// <param name="limit">How long it may take.</param>
sealed unsafe class ShellDialogue(ChildProcess child, TimeSpan limit)
{
    const int BlockInOctets = 4096;
    const int RestInOctets = 64 * 1024;
    const int ToleratedSurplus = 64 * 1024;

    // How often to check for a cancellation, and whether a child has ended where the system does not report that.
    const int CancellationCheckInMilliseconds = 50;
    const int EndCheckInMilliseconds = 10;

    readonly long start = Environment.TickCount64;
    byte[] block = [];
    int surplus;

    /// <summary>More of the input, read when the beginning has been written; null: there is none. Must not wait.</summary>
    public Stream? Rest { get; init; }

    /// <summary>Writes, reads and waits.</summary>
    /// <exception cref="TimeoutException">The command takes too long.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="InvalidDataException">The command prints more than any answer can be.</exception>
    public void Run(ReadOnlySpan<byte> input, IShellOutput output, IShellOutput? error, CancellationToken cancellationToken)
    {
        while (true)
        {
            input = Tell(input);
            // Whether it has ended is checked before its output is read, so that nothing it printed is missed.
            var hasEnded = child.HasEnded();
            if (child.Output >= 0 && !Listen(child.Output, output))
                child.CloseOutput();
            if (error is not null && child.Error >= 0 && !Listen(child.Error, error))
                child.CloseError();
            if (hasEnded && (child.Output < 0 || output.IsWhole || output.EndsWithCommand))
                return;
            Wait(cancellationToken);
        }
    }

    ReadOnlySpan<byte> Tell(ReadOnlySpan<byte> input)
    {
        while (child.Input >= 0 && (!input.IsEmpty || TryReadOn(out input)))
        {
            nint count;
            fixed (byte* octets = input)
                count = write(child.Input, octets, (nuint)input.Length);
            if (count < 0 && Marshal.GetLastPInvokeError() == TryAgain)
                return input;
            // It ended, or closed its standard input, without reading everything: that is allowed.
            if (count < 0 && Marshal.GetLastPInvokeError() != Interrupted)
                break;
            input = input[(int)Math.Max(count, 0)..];
        }
        child.CloseInput();
        return [];
    }

    bool TryReadOn(out ReadOnlySpan<byte> input)
    {
        input = default;
        if (Rest is null)
            return false;
        block = block.Length > 0 ? block : new byte[RestInOctets];
        input = block.AsSpan(0, Rest.Read(block));
        return !input.IsEmpty;
    }

    // False: nothing more comes, or is wanted.
    bool Listen(int pipe, IShellOutput output)
    {
        Span<byte> block = stackalloc byte[BlockInOctets];
        var isOpen = true;
        while (isOpen)
        {
            nint count;
            fixed (byte* octets = block)
                count = read(pipe, octets, BlockInOctets);
            var failure = count < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (failure == TryAgain)
                break;
            isOpen = count > 0 ? Take(block[..(int)count], output) : failure == Interrupted;
        }
        CryptographicOperations.ZeroMemory(block);
        return isOpen;
    }

    // A command may print a little more than is wanted without getting SIGPIPE; one that prints without end is stopped.
    bool Take(ReadOnlySpan<byte> printed, IShellOutput output)
    {
        surplus += output.IsWhole ? printed.Length : 0;
        output.Add(printed);
        return !output.IsWhole || surplus <= ToleratedSurplus;
    }

    void Wait(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var left = limit.TotalMilliseconds - (Environment.TickCount64 - start);
        if (left <= 0)
            throw new TimeoutException();
        if (cancellationToken.CanBeCanceled)
            left = Math.Min(left, CancellationCheckInMilliseconds);
        if (child is { End: < 0, ExitStatus: null })
            left = Math.Min(left, EndCheckInMilliseconds);
        var events = stackalloc PollRequest[4];
        events[0] = new PollRequest { Number = child.Input, Events = PollOut };
        events[1] = new PollRequest { Number = child.Output, Events = PollIn };
        events[2] = new PollRequest { Number = child.End, Events = PollIn };
        events[3] = new PollRequest { Number = child.Error, Events = PollIn };
        // Whatever the result, all of them are checked next.
        _ = poll(events, 4, (int)Math.Min(Math.Ceiling(left), int.MaxValue));
    }
}
