using System.Runtime.InteropServices;
using static Msmtp.Hosting.ChildCalls;

namespace Msmtp.Hosting;

/// <summary>
/// A command under <c>/bin/sh -c</c>, or a program, with pipes for its standard input and output, and for its standard error if that is
/// wanted. It does not depend on the state that the caller left: SIGCHLD may be blocked or ignored, standard streams may be closed, and
/// there need be no /dev. The command itself starts with no signal blocked, and with the system's default for the signals that programs
/// rely on; what nohup and shells ignore on purpose stays ignored. It stays in the process group of its terminal, so that it can ask a
/// person.
/// </summary>
sealed unsafe class ChildProcess : IDisposable
{
    readonly Lock ending = new();
    readonly int id;
    int pidfd;

    ChildProcess(int id, int input, int output, int error)
    {
        this.id = id;
        Input = input;
        Output = output;
        Error = error;
        pidfd = OpenPidfd(id);
    }

    /// <summary>The end of the pipe that it reads from; writing does not block. -1: closed.</summary>
    public int Input { get; private set; }

    /// <summary>The end of the pipe that it prints to; reading does not block. -1: closed.</summary>
    public int Output { get; private set; }

    /// <summary>The end of the pipe of its standard error; reading does not block. -1: closed, or it has this program's own.</summary>
    public int Error { get; private set; }

    /// <summary>Becomes readable when it has ended. -1: it has to be polled, or has ended already.</summary>
    public int End => pidfd;

    /// <summary>Its exit status, or 128 plus the number of the signal that ended it. Null: it has not ended, as far as is known.</summary>
    public int? ExitStatus { get; private set; }

    /// <summary>Starts a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="folder">The folder in which it runs; null: the one in which this program runs.</param>
    /// <exception cref="IOException">The system refused; HResult is the error number.</exception>
    public static ChildProcess Start(ShellCommand command, string? folder = null)
    {
        var pipes = stackalloc int[6] { -1, -1, -1, -1, -1, -1 };
        try
        {
            Open(pipes);
            Open(pipes + 2);
            if (command.TakesError)
                Open(pipes + 4);
            _ = fcntl(pipes[1], SetStatusFlags, NonBlocking);
            _ = fcntl(pipes[2], SetStatusFlags, NonBlocking);
            _ = fcntl(pipes[4], SetStatusFlags, NonBlocking);
            LetChildrenBeWaitedFor();
            var child = new ChildProcess(Spawn(command, folder, pipes[0], pipes[3], pipes[5]), pipes[1], pipes[2], pipes[4]);
            pipes[1] = pipes[2] = pipes[4] = -1;
            return child;
        }
        finally
        {
            for (var i = 0; i < 6; i++)
                Close(pipes[i]);
        }
    }

    /// <summary>Checks whether it has ended. No other child of this process is waited for.</summary>
    public bool HasEnded()
    {
        lock (ending)
        {
            var status = 0;
            int ended;
            while ((ended = ExitStatus is null ? waitpid(id, &status, NoHang) : 0) < 0 && Marshal.GetLastPInvokeError() == Interrupted)
            {
            }
            // Negative: something else in this process has waited for all children, and how this one ended is lost.
            if (ended != 0)
                Ended((status & 0x7f) == 0 ? status >> 8 & 0xff : 128 + (status & 0x7f));
            return ExitStatus is not null;
        }
    }

    /// <summary>Ends its input.</summary>
    public void CloseInput()
    {
        Close(Input);
        Input = -1;
    }

    /// <summary>Stops reading from it: if it prints more, it gets SIGPIPE.</summary>
    public void CloseOutput()
    {
        Close(Output);
        Output = -1;
    }

    /// <summary>Stops reading its standard error.</summary>
    public void CloseError()
    {
        Close(Error);
        Error = -1;
    }

    /// <summary>
    /// Sends a signal to it and to everything that it has started, if it has not ended. False: the system did not allow it.
    /// </summary>
    public bool Signal(int signal)
    {
        lock (ending)
            return ExitStatus is not null || ProcessTree.Signal(id, signal);
    }

    /// <summary>
    /// Kills it, if it has not ended, and closes what is open. One that runs as another user, as sudo does, cannot be killed and is not
    /// waited for.
    /// </summary>
    public void Dispose()
    {
        CloseInput();
        CloseOutput();
        CloseError();
        if (!HasEnded())
        {
            var isKilled = Signal(Kill);
            int status;
            while (isKilled && waitpid(id, &status, 0) < 0 && Marshal.GetLastPInvokeError() == Interrupted)
            {
            }
            lock (ending)
                Ended(128 + Kill);
        }
    }

    void Ended(int status)
    {
        ExitStatus = status;
        Close(pidfd);
        pidfd = -1;
    }

    static void Open(int* pipe)
    {
        if (Pipe(pipe) != 0)
            throw Failure(Marshal.GetLastSystemError());
        // If the caller has closed a standard stream, its number must not be used for a pipe: the child is about to use it.
        for (var i = 0; i < 2; i++)
        {
            if (pipe[i] > 2)
                continue;
            var low = pipe[i];
            pipe[i] = fcntl(low, DuplicateCloseOnExec, 3);
            var error = Marshal.GetLastPInvokeError();
            Close(low);
            if (pipe[i] < 0)
                throw Failure(error);
        }
    }

    // A program that was started with SIGCHLD ignored never learns how a child ended. The runtime does the same for its own processes.
    static void LetChildrenBeWaitedFor()
    {
        var before = stackalloc byte[SignalStructure];
        if (sigaction(ChildEnded, null, before) == 0 && *(nint*)before == Ignored)
            signal(ChildEnded, 0);
    }

    static int Spawn(ShellCommand command, string? folder, int input, int output, int complaints)
    {
        var actions = stackalloc byte[SpawnStructure];
        var attributes = stackalloc byte[SpawnStructure];
        IReadOnlyList<string> words = command.Arguments is { } own ? [command.Text, .. own] : ["/bin/sh", "-c", command.Text];
        // posix_spawn(3) cannot go to a folder on every system.
        using var arguments = new TextArray(folder is null ? words : ["/bin/sh", "-c", "cd -- \"$0\" && exec \"$@\"", folder, .. words]);
        using var variables = new TextArray(ChildEnvironment.With(command.Environment));
        _ = posix_spawn_file_actions_init(actions);
        _ = posix_spawnattr_init(attributes);
        try
        {
            _ = posix_spawn_file_actions_adddup2(actions, input, 0);
            _ = posix_spawn_file_actions_adddup2(actions, output, 1);
            if (complaints >= 0)
                _ = posix_spawn_file_actions_adddup2(actions, complaints, 2);
            SetSignals(attributes);
            int child;
            var error = posix_spawnp(&child, arguments.Items[0], actions, attributes, arguments.Items, variables.Items);
            return error == 0 ? child : throw Failure(error);
        }
        finally
        {
            _ = posix_spawnattr_destroy(attributes);
            _ = posix_spawn_file_actions_destroy(actions);
        }
    }

    static void SetSignals(byte* attributes)
    {
        // A signal set is a row of bits; signal 1 is the lowest.
        var none = stackalloc ulong[SignalStructure / sizeof(ulong)];
        new Span<ulong>(none, SignalStructure / sizeof(ulong)).Clear();
        var reset = stackalloc ulong[SignalStructure / sizeof(ulong)];
        new Span<ulong>(reset, SignalStructure / sizeof(ulong)).Clear();
        foreach (var signal in (ReadOnlySpan<int>)[BrokenPipe, Alarm, FileSizeExceeded, ChildEnded])
            *reset |= 1UL << (signal - 1);
        _ = posix_spawnattr_setsigmask(attributes, none);
        _ = posix_spawnattr_setsigdefault(attributes, reset);
        _ = posix_spawnattr_setflags(attributes, SetsDefaultSignals | SetsSignalMask);
    }

    static void Close(int descriptor)
    {
        if (descriptor >= 0)
            _ = close(descriptor);
    }

    static IOException Failure(int number) => new(Marshal.GetPInvokeErrorMessage(number), number);
}
