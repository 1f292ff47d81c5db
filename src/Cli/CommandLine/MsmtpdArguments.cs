using System.Globalization;
using System.Net;

namespace Msmtp.Cli;

/// <summary>What a command line of msmtpd asks for. Nothing here does I/O.</summary>
sealed record MsmtpdArguments
{
    /// <summary>The exit status of msmtpd where it cannot do what was asked for, also because the command line is wrong.</summary>
    public const ExitCode CannotStart = (ExitCode)3;

    const int DefaultPort = 25;

    /// <summary>The log that is nowhere.</summary>
    public const string NoLog = "none";

    /// <summary>The log of the system.</summary>
    public const string SystemLog = "syslog";

    /// <summary>The options in the order of <c>--help</c>.</summary>
    public static IReadOnlyList<KnownOption> Options { get; } =
    [
        Option("version", ArgumentRule.None, "", "print version"),
        Option("help", ArgumentRule.None, "", "print help"),
        Option("inetd", ArgumentRule.None, "", "start single SMTP session on stdin/stdout"),
        Option("interface", ArgumentRule.Required, "=ip", "listen on ip instead of 127.0.0.1"),
        Option("port", ArgumentRule.Required, "=number", "listen on port number instead of 25"),
        Option("log", ArgumentRule.Required, "=none|syslog|FILE", "do not log anything (default)", "or log to syslog or log to the given file"),
        Option("command", ArgumentRule.Required, "=cmd", "pipe mails to cmd, such as /usr/bin/msmtp -f %F --,", "instead of sending them through the queue"),
        Option(
            "auth", ArgumentRule.Required, "=user[,passwordeval]", "require authentication with this user name;",
            "the password will be retrieved from the given", "passwordeval command or, if none is given, from",
            "the key ring or, if that fails, from a prompt."),
        Option("socket", ArgumentRule.Required, "=path", "listen on a Unix socket instead, for all", "users of this system"),
        Option("file", ArgumentRule.Required, "=filename", "set configuration file of the queue"),
        Option("account", ArgumentRule.Required, "=id", "send what is queued with this account"),
    ];

    /// <summary>Print the version.</summary>
    public bool PrintsVersion { get; init; }

    /// <summary>Print the help.</summary>
    public bool PrintsHelp { get; init; }

    /// <summary>One session on standard input and output.</summary>
    public bool IsInetd { get; init; }

    /// <summary>Where to listen.</summary>
    public IPAddress Interface { get; init; } = IPAddress.Loopback;

    /// <summary>Where to listen.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The path of a Unix socket to listen on; null: none.</summary>
    public string? Socket { get; init; }

    /// <summary>none, syslog, or a file.</summary>
    public string Log { get; init; } = NoLog;

    /// <summary>The command that gets each mail; null: the queue does.</summary>
    public string? Command { get; init; }

    /// <summary>The only user; null: everybody is welcome.</summary>
    public string? User { get; init; }

    /// <summary>The command that prints the user's password; null: it is looked up elsewhere.</summary>
    public string? PasswordCommand { get; init; }

    /// <summary>The configuration file; null: the default ones.</summary>
    public string? File { get; init; }

    /// <summary>The account's name; null: it is found by the sender.</summary>
    public string? Account { get; init; }

    /// <summary>Reads a command line.</summary>
    /// <param name="words">What follows argv[0].</param>
    /// <param name="isPosixlyCorrect">The first operand ends the options.</param>
    /// <param name="error">What is wrong; null: nothing.</param>
    public static MsmtpdArguments Read(IReadOnlyList<string> words, bool isPosixlyCorrect, out UsageError? error)
    {
        var line = GetOpt.Read(words, new OptionTable(Options), isPosixlyCorrect);
        var arguments = new MsmtpdArguments();
        string? wrong = null;
        foreach (var use in line.Options)
            arguments = wrong is null ? Apply(arguments, use.Known.Option.Name, use.Argument ?? "", out wrong) : arguments;
        error = wrong is not null ? new UsageError(wrong) { NamesWholeProgram = true }
            : line.Error ?? (line.Operands.Count > 0 ? new UsageError("too many arguments") { NamesWholeProgram = true } : null);
        return arguments;
    }

    static MsmtpdArguments Apply(MsmtpdArguments arguments, string option, string argument, out string? wrong)
    {
        wrong = argument.Length > 0 || option is "version" or "help" or "inetd" ? null : $"option '--{option}' requires non-empty argument";
        if (wrong is not null)
            return arguments;
        switch (option)
        {
            case "version":
                return arguments with { PrintsVersion = true };
            case "help":
                return arguments with { PrintsHelp = true };
            case "inetd":
                return arguments with { IsInetd = true };
            case "interface":
                wrong = IPAddress.TryParse(argument, out var address) ? null : "invalid interface";
                return arguments with { Interface = address ?? IPAddress.Loopback };
            case "port":
                wrong = int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort ? null : "invalid port";
                return arguments with { Port = port };
            case "log":
                return arguments with { Log = argument };
            case "command":
                return arguments with { Command = argument };
            case "socket":
                return arguments with { Socket = argument };
            case "file":
                return arguments with { File = argument };
            case "account":
                return arguments with { Account = argument };
            default:
                var comma = argument.IndexOf(',', StringComparison.Ordinal);
                return arguments with
                {
                    User = comma < 0 ? argument : argument[..comma],
                    PasswordCommand = comma < 0 ? null : argument[(comma + 1)..],
                };
        }
    }

    static KnownOption Option(string name, ArgumentRule rule, string argument, params string[] help) =>
        new(new SettingOption(name, rule) { HelpArgument = argument, Help = help, Kind = KindOf(name), Values = name == "log" ? [NoLog, SystemLog] : [] });

    static ArgumentKind KindOf(string name) => name switch
    {
        "log" or "socket" or "file" => ArgumentKind.File,
        "command" => ArgumentKind.Command,
        "account" => ArgumentKind.Account,
        _ => ArgumentKind.Text,
    };
}
