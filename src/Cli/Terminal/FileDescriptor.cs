using System.Runtime.InteropServices;

namespace Msmtp.Cli;

/// <summary>
/// Reads and writes an open file descriptor, on the calling thread. The runtime's console would do it, too, but takes longer to set up than
/// a mail takes to send, and its files read a redirected standard input from the start, not from where the caller left it.
/// </summary>
static class FileDescriptor
{
    /// <summary>Not a descriptor: reading and writing fail.</summary>
    public const int None = -1;

    /// <summary>
    /// A descriptor that the caller has opened for us, or <see cref="None"/>. If the caller has closed a standard stream, the runtime has
    /// opened something else with its number by now, such as its source of random numbers, which would be an endless mail. Unlike
    /// everything that came through exec, that is marked close-on-exec.
    /// </summary>
    public static int Inherited(int descriptor) =>
        Libc.Control(descriptor, Libc.GetFlags) is >= 0 and var flags && (flags & Libc.ClosedByExec) == 0 ? descriptor : None;

    /// <summary>Reads what is available, at least one octet. 0: the end.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static int Read(int descriptor, Span<byte> buffer)
    {
        while (true)
        {
            var count = Libc.Read(descriptor, buffer, buffer.Length);
            if (count >= 0)
                return (int)count;
            Recover(descriptor, Libc.PollIn);
        }
    }

    /// <summary>The position in a file; null: it has none, as a pipe.</summary>
    public static long? Position(int descriptor) => Libc.Seek(descriptor, 0, Libc.FromHere) is >= 0 and var position ? position : null;

    /// <summary>Reads from a place in a file, and leaves its position alone. 0: the end.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static int ReadAt(int descriptor, Span<byte> buffer, long offset)
    {
        while (true)
        {
            var count = Libc.ReadAt(descriptor, buffer, buffer.Length, offset);
            if (count >= 0)
                return (int)count;
            Recover(descriptor, Libc.PollIn);
        }
    }

    /// <summary>Writes all of it.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static void Write(int descriptor, ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var count = Libc.Write(descriptor, octets, octets.Length);
            if (count >= 0)
                octets = octets[(int)count..];
            else
                Recover(descriptor, Libc.PollOut);
        }
    }

    // Another program that shares the pipe may have made it non-blocking for all.
    static void Recover(int descriptor, short events)
    {
        var errno = Marshal.GetLastPInvokeError();
        if (errno == Libc.Interrupted)
            return;
        if (errno != Libc.TryAgain)
            throw new IOException(Marshal.GetPInvokeErrorMessage(errno), errno);
        var poll = new Libc.PollRequest { Number = descriptor, Events = events };
        Libc.Poll(ref poll, 1, Timeout.Infinite);
    }
}
