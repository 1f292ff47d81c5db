using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>The command as built, run as a user with an empty home.</summary>
sealed class Mailer : IDisposable
{
    readonly TempDirectory home;
    public Mailer(Flavour flavour)
    {
        Command = flavour == Flavour.Native ? TestPaths.NativeCommand : TestPaths.ManagedHost;
        Assert.SkipUnless(System.IO.File.Exists(Command), $"{Command} is not built: run build.sh");
        home = new TempDirectory();
    }

    /// <summary>The command's own path.</summary>
    public string Command { get; }

    /// <summary>The environment of the programs, apart from the home.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>The absolute path of a file in the user's home.</summary>
    public string File(string name) => home.File(name);

    /// <summary>Writes a file into the user's home that only the user can read.</summary>
    public void Write(string name, string text) => home.Write(name, text);

    /// <summary>Writes a program into the user's home.</summary>
    public void WriteProgram(string name, string script)
    {
        Write(name, script);
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Sends a mail with the account of this msmtprc.</summary>
    public Task<CommandResult> SendAsync(byte[] mail, string msmtprc, params IReadOnlyList<string> arguments) =>
        Sending(mail, msmtprc, arguments).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>What <see cref="SendAsync"/> runs.</summary>
    public CommandRunner Sending(byte[] mail, string msmtprc, params IReadOnlyList<string> arguments) =>
        Runner(["-C", Configured(msmtprc), .. arguments]) with { Input = mail };

    /// <summary>The same, with files that replace the system's.</summary>
    public Task<CommandResult> SendAsync(PrivateFiles files, byte[] mail, string msmtprc, params IReadOnlyList<string> arguments) =>
        files.Around(Runner(["-C", Configured(msmtprc), .. arguments]) with { Input = mail })
            .RunAsync(TestContext.Current.CancellationToken);

    /// <summary>The command with these arguments and a mail on its standard input.</summary>
    public CommandRunner Running(byte[] mail, params IReadOnlyList<string> arguments) => Runner(arguments) with { Input = mail };

    /// <summary>Runs it without a mail.</summary>
    public Task<CommandResult> RunAsync(params IReadOnlyList<string> arguments) =>
        Runner(arguments).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>Runs it without a mail, with files that replace the system's.</summary>
    public Task<CommandResult> RunAsync(PrivateFiles files, params IReadOnlyList<string> arguments) =>
        files.Around(Runner(arguments)).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>Runs another program as this user, with additional environment variables.</summary>
    public Task<CommandResult> RunAsync(
        string program, IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> arguments)
    {
        var runner = Runner(arguments);
        return (runner with { Path = program, Environment = new Dictionary<string, string>([.. runner.Environment, .. environment]) })
            .RunAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => home.Dispose();

    // A file that is as it was before has not been changed: whoever sends what is queued looks at its time.
    string Configured(string msmtprc) =>
        System.IO.File.Exists(File("msmtprc")) && System.IO.File.ReadAllText(File("msmtprc")) == msmtprc ? File("msmtprc") : home.Write("msmtprc", msmtprc);

    CommandRunner Runner(IReadOnlyList<string> arguments) => new(Command)
    {
        Arguments = arguments,
        Environment = new Dictionary<string, string>(Environment) { ["HOME"] = home.Path, ["XDG_CONFIG_HOME"] = home.File(".config") },
    };
}
