using Msmtp.Hosting;
using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary>The command: takes arguments, returns an exit status.</summary>
/// <param name="name">argv[0]; messages show its base name.</param>
sealed class Command(string name)
{
    readonly UserEnvironment user = new();

    public async ValueTask<ExitCode> RunAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var printer = new Printer(Path.GetFileName(name), StandardWriter.Output, StandardWriter.Error);
        try
        {
            // Before anything is read from the environment, and before a line of the system's file is acted on.
            var isStrict = IsSendmail && SendmailOptions.AreStrict(SystemFile);
            if (isStrict)
                CallersEnvironment.Forget();
            if (!isStrict && CompletionMode.IsAskedFor(words))
                return await CompleteAsync(words, cancellationToken);
            var plugins = PluginRegistry.Of([new CorePlugin(), .. DefaultPlugins.All, new CliPlugin()], PluginSource(words));
            if (isStrict)
                return await RunStrictlyAsync(words, plugins, printer, cancellationToken);
            if (Path.GetFileName(name) == "msmtpd")
                return await ServeAsync(words, plugins, printer, cancellationToken);
            var table = await PluginOptions.LoadAsync(words, plugins, IsPosixlyCorrect, cancellationToken);
            if (!ArgumentsReader.TryRead(words, table, Context(plugins), out var arguments, out var error))
            {
                Complain(error);
                printer.AlwaysAdvises = words.Any(static word => word is "--debug" or "-d" or "-v");
                printer.Advise(error.Advice);
                return ExitCode.Usage;
            }
            return await RunAsync(arguments, plugins, printer, table, cancellationToken);
        }
        catch (MailException e)
        {
            printer.Complain(e);
            return e.ExitCode;
        }
    }

    // Whatever a file names, nothing is loaded, and nothing is run.
    ValueTask<ExitCode> CompleteAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var plugins = PluginRegistry.Of([new CorePlugin(), .. DefaultPlugins.All]);
        var environment = new HostEnvironment { Environment = new PluginEnvironment { Home = user.Home }, User = user, Io = IoMode.Blocking };
        return new CompletionMode(plugins, environment, Context(plugins)).RunAsync(words, cancellationToken);
    }

    // sendmail's own names. Whoever can call this program by another one can call any program.
    bool IsSendmail => Path.GetFileName(name) is "sendmail" or "mailq" or "newaliases";

    string SystemFile => new ConfigurationPaths(user, new PluginEnvironment { Home = "" }).System;

    async ValueTask<ExitCode> RunStrictlyAsync(
        IReadOnlyList<string> words, PluginRegistry plugins, Printer printer, CancellationToken cancellationToken)
    {
        var arguments = new StrictArguments(plugins.FindCommand).Read(words, out var error);
        if (error is not null)
        {
            Complain(error);
            return ExitCode.Usage;
        }
        try
        {
            return await RunAsync(arguments, plugins, printer, new OptionTable([]), cancellationToken);
        }
        catch (MailException e) when (e.ExitCode == ExitCode.Config && !File.Exists(HandOverToService.DefaultSocket) && SendmailOptions.WhyUnreadable(SystemFile) is { } reason)
        {
            printer.Complain(e);
            // Whoever reads this in the log of a web server has no terminal, and nothing of the file is in it.
            printer.Complain($"{SystemFile}: {reason}; nor is there a service at {HandOverToService.DefaultSocket}");
            return e.ExitCode;
        }
    }

    void Complain(UsageError error) => StandardWriter.Error.WriteLine(PrintableText.Text(error.ToLine(name)));

    ValueTask<ExitCode> RunAsync(
        Arguments arguments, PluginRegistry plugins, Printer printer, OptionTable table, CancellationToken cancellationToken)
    {
        arguments = CalledAs(Path.GetFileName(name), arguments);
        // What a session says on standard output is read by a program.
        if (arguments.Operation == Operation.Session)
            printer = new Printer(Path.GetFileName(name), StandardWriter.Error, StandardWriter.Error);
        printer.AlwaysAdvises = arguments.IsDebug;
        return RunAsync(new CommandSession(arguments, plugins, EnvironmentFor(arguments, printer), printer), table, cancellationToken);
    }

    static async ValueTask<ExitCode> RunAsync(CommandSession session, OptionTable table, CancellationToken cancellationToken)
    {
        var arguments = session.Arguments;
        new InformationMode(session).Run(table);
        if (arguments.OnlyPrints)
            return ExitCode.Ok;
        if (arguments.PluginList is { } format)
            return await new PluginsMode(session).RunAsync(format, cancellationToken);
        if (arguments.IsDoctor)
            return await new DoctorMode(session).RunAsync(cancellationToken);
        // sendmail -bd -q15m is one daemon. It sends what it queues anyway.
        if (arguments is { Operation: Operation.Daemon, Queue: null or { Action: QueueAction.Run } })
            return await new MsmtpdMode(new MsmtpdArguments(), session).RunAsync(cancellationToken);
        if (arguments.Queue is { } queue)
            return await new QueueMode(session).RunAsync(queue, cancellationToken);
        if (arguments.Operation == Operation.Session)
            return await new SessionMode(session).RunAsync(cancellationToken);
        if (arguments.Operation != Operation.Send)
            return await new AliasMode(session).RunAsync(cancellationToken);
        return arguments.Mode is { } mode
            ? await new AskMode(session, mode).RunAsync(cancellationToken)
            : await new SendMode(session).RunAsync(new StandardInput(), cancellationToken);
    }

    ValueTask<ExitCode> ServeAsync(IReadOnlyList<string> words, PluginRegistry plugins, Printer printer, CancellationToken cancellationToken)
    {
        var wanted = MsmtpdArguments.Read(words, IsPosixlyCorrect, out var error);
        if (error is not null)
        {
            Complain(error);
            printer.Advise(error.Advice);
            return new(MsmtpdArguments.CannotStart);
        }
        if (wanted.PrintsVersion || wanted.PrintsHelp)
        {
            StandardWriter.Output.Write(wanted.PrintsVersion ? MsmtpdText.Version : MsmtpdText.Help);
            return new(ExitCode.Ok);
        }
        var arguments = new Arguments { Operation = Operation.Daemon, Settings = AccountSettings.Empty, File = wanted.File, Account = wanted.Account };
        return new MsmtpdMode(wanted, new CommandSession(arguments, plugins, EnvironmentFor(arguments, printer), printer)).RunAsync(cancellationToken);
    }

    static Arguments CalledAs(string program, Arguments arguments) => program switch
    {
        "newaliases" => arguments with { Operation = Operation.CheckAliases },
        // As with sendmail, mailq -q sends.
        "mailq" when arguments.Queue is null => arguments with { Queue = new QueueCommand(QueueAction.ListPostfix) },
        _ when arguments is { Operation: Operation.ListQueue, Queue: null } => arguments with { Queue = new QueueCommand(QueueAction.ListPostfix) },
        _ => arguments,
    };

    HostEnvironment EnvironmentFor(Arguments arguments, Printer printer) => new()
    {
        Environment = new PluginEnvironment { Home = HomeFor(arguments), ProgramName = Path.GetFileName(name) },
        User = user,
        Shell = new SystemShell { Io = IoMode.Blocking, ForwardSignals = EndingSignals.PassOn }.Within(arguments.Settings.Get(CommonSettings.Timeout)),
        Io = IoMode.Blocking,
        Trace = arguments.IsDebug ? new DebugTrace(TraceOutput(arguments), arguments.ShowsSecrets ? SecretDisplay.Shown : SecretDisplay.Hidden) : null,
        Notify = printer.Complain,
        IsQueueService = arguments.Operation == Operation.Daemon,
        UsesAccountsOnce = arguments.Operation is not (Operation.Session or Operation.Daemon),
#if NATIVE
        WithholdSystemStore = static () => new WithheldStore(),
#endif
    };

    // Strictly, nobody has a home in which something could be kept; a list of what is there is empty.
    string HomeFor(Arguments arguments) => arguments is { IsStrict: true, Queue: null } ? "" : user.Home;

    static StandardWriter TraceOutput(Arguments arguments) =>
        arguments.Operation == Operation.Session ? StandardWriter.Error : StandardWriter.Output;

    CommandLineContext Context(PluginRegistry plugins) => new()
    {
        Home = user.Home,
        Mechanisms = plugins.MechanismNames,
        FindCommand = plugins.FindCommand,
        CommandNames = () => plugins.CommandNames,
        IsPosixlyCorrect = IsPosixlyCorrect,
    };

    bool IsPosixlyCorrect => user.Variable("POSIXLY_CORRECT") is not null;

#if NATIVE
    HandOver PluginSource(IReadOnlyList<string> words) => new(name, words, user);
#else
    FolderPlugins PluginSource(IReadOnlyList<string> words) =>
        new(new PluginDirectory(PluginPath.Of(user)), TimeProvider.System) { Io = IoMode.Blocking };
#endif
}

/// <summary>What only the command has: a person at a terminal.</summary>
sealed class CliPlugin : IPlugin
{
    public string Id => "cli";

    public void Register(IPluginRegistry registry) =>
        registry.AddSecretSource("terminal", TerminalPrompt.Facts, static _ => new TerminalPrompt());
}
