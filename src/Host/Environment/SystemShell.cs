namespace Msmtp.Hosting;

/// <summary>
/// Runs commands of msmtprc with <c>/bin/sh -c</c>, and programs without it. Their standard input is empty, or what the caller provides:
/// this program's own is the mail, and a command that read from it would take a part of it.
/// </summary>
sealed class SystemShell : IShell
{
    const int LimitInOctets = 1 << 20;
    const int LimitOfErrorInOctets = 64 << 10;

    // How long the runtime may take to deliver a signal.
    static readonly TimeSpan SignalDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// RFC 5321 §4.5.3.2.7: a server waits five minutes for the next command, so a person may take as long to answer a question.
    /// </summary>
    public static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(5);

    /// <summary>The longest that a command may take.</summary>
    public TimeSpan Limit { get; init; } = DefaultLimit;

    /// <summary>The folder in which commands run; null: the one in which the program runs.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether the caller's thread waits for the command, or another one.</summary>
    public IoMode Io { get; init; } = IoMode.Asynchronous;

    /// <summary>Whether the system has <c>/bin/sh</c>.</summary>
    public bool HasShell { get; init; } = !OperatingSystem.IsWindows();

    /// <summary>
    /// While a command runs, gives the signals that would end this program to an action, which forwards them to the command. Null: signals
    /// are not the host's business, as in an application.
    /// </summary>
    public Func<Action<int>, IDisposable>? ForwardSignals { get; init; }

    /// <summary>This shell with the account's <c>timeout</c>; null: the account has none.</summary>
    public SystemShell Within(TimeSpan? timeout) => With(timeout ?? DefaultLimit, Folder);

    /// <summary>This shell in another folder; null: in the same one.</summary>
    public SystemShell In(string? folder) => folder is null ? this : With(Limit, folder);

    SystemShell With(TimeSpan limit, string? folder) => new()
    {
        Limit = limit,
        Folder = folder,
        Io = Io,
        ForwardSignals = ForwardSignals,
        HasShell = HasShell,
    };

    public ValueTask<byte[]?> ReadFirstLineAsync(string command, CancellationToken cancellationToken) => DoAsync(() =>
    {
        using var line = new FirstLine(LimitInOctets);
        Run(new ShellCommand(command), line, error: null, cancellationToken);
        return line.Take();
    }, cancellationToken);

    public ValueTask<ShellResult> RunAsync(ShellCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return DoAsync(() =>
        {
            using var output = new WholeOutput(LimitInOctets);
            using var error = command.TakesError ? new FirstOctets(LimitOfErrorInOctets) : null;
            return new ShellResult(Run(command, output, error, cancellationToken), output.Take()) { Error = error?.Take() };
        }, cancellationToken);
    }

    /// <summary>
    /// Runs a command line whose standard input is a whole mail, on the calling thread. What it prints is discarded; its standard error is this
    /// program's.
    /// </summary>
    /// <returns>Its exit status, or 128 plus the number of the signal that ended it.</returns>
    /// <exception cref="MailException">It cannot be run, or takes too long.</exception>
    public int Run(string command, Stream input, CancellationToken cancellationToken)
    {
        using var output = new FirstOctets(limit: 0);
        return Run(new ShellCommand(command), output, error: null, cancellationToken, input);
    }

    ValueTask<T> DoAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!HasShell)
            throw new MailException(ExitCode.Unavailable, DeliveryStage.Configure, "commands need /bin/sh, which Windows does not have");
        return Io == IoMode.Blocking
            ? new ValueTask<T>(work())
            : new ValueTask<T>(Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));
    }

    int Run(ShellCommand command, IShellOutput output, IShellOutput? error, CancellationToken cancellationToken, Stream? rest = null)
    {
        var limit = command.Timeout == Timeout.InfiniteTimeSpan || command.Timeout > Limit ? Limit : command.Timeout;
        ChildProcess? running = null;
        using var forwarding = ForwardSignals?.Invoke(signal => running?.Signal(signal));
        using var child = running = Start(command, Folder);
        try
        {
            new ShellDialogue(child, limit) { Rest = rest }.Run(command.Input is { } input ? input.Reveal() : [], output, error, cancellationToken);
            AwaitOwnEnd(child.ExitStatus ?? 0);
            return child.ExitStatus ?? 0;
        }
        catch (TimeoutException e)
        {
            throw Failed(ExitCode.TempFail, $"'{command.Text}' did not end within {limit.TotalSeconds:0} seconds", e);
        }
        catch (InvalidDataException e)
        {
            throw Failed(ExitCode.Config, $"'{command.Text}' printed too much", e);
        }
    }

    // An interrupt at a terminal goes to both, and the runtime delivers it to this program a moment later, on another thread. The signal
    // then ends this program, which should not complain about the command.
    void AwaitOwnEnd(int exitStatus)
    {
        if (ForwardSignals is null || exitStatus is not (128 + 1 or 128 + 2 or 128 + 3 or 128 + 15))
            return;
        // It is never set: either the signal ends the program, or it was for the command alone.
        using var end = new ManualResetEventSlim();
        end.Wait(SignalDelay);
    }

    static ChildProcess Start(ShellCommand command, string? folder)
    {
        try
        {
            return ChildProcess.Start(command, folder);
        }
        catch (IOException e)
        {
            throw Failed(ExitCode.OsErr, $"cannot run {(command.Arguments is null ? "/bin/sh" : command.Text)}: {e.Message}", e);
        }
    }

    static MailException Failed(ExitCode exitCode, string message, Exception e) =>
        new(exitCode, DeliveryStage.Configure, message, inner: e);
}
