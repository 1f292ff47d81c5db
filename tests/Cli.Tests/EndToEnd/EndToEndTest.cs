using System.Runtime.InteropServices;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>Runs the built command as a process of its own, with a home and an environment that hold nothing but the test's.</summary>
public abstract class EndToEndTest : IDisposable
{
    /// <summary>A mail to which nothing is added, with LF line ends.</summary>
    protected const string Mail = Header + "\nbody\n";

    /// <summary>The header of <see cref="Mail"/>.</summary>
    protected const string Header =
        "From: me@example.org\nDate: Mon, 02 Jan 2023 10:11:12 +0000\nMessage-ID: <1@example.org>\nSubject: test\n";

    /// <summary>The home directory of the command, empty.</summary>
    protected TempDirectory Home { get; } = new();

    /// <summary>Stops the test's helpers with the test.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The command, ready to run.</summary>
    protected CommandRunner Command(Flavour flavour, params IReadOnlyList<string> arguments) => new(Built(flavour))
    {
        Arguments = arguments,
        InheritsEnvironment = false,
        Environment = EnvironmentWith(),
    };

    /// <summary>Runs the command with <see cref="Mail"/> on its standard input.</summary>
    protected Task<CommandResult> SendAsync(Flavour flavour, params IReadOnlyList<string> arguments) =>
        SendTextAsync(flavour, Mail, arguments);

    /// <summary>Runs the command with a mail on its standard input.</summary>
    protected Task<CommandResult> SendTextAsync(Flavour flavour, string mail, params IReadOnlyList<string> arguments) =>
        (Command(flavour, arguments) with { Input = Encoding.UTF8.GetBytes(mail) }).RunAsync(Token);

    /// <summary>Runs the command as a shell would, for redirections that only a shell can make.</summary>
    /// <param name="flavour">Which command.</param>
    /// <param name="script">What the shell runs; <c>"$@"</c> stands for the command and its arguments.</param>
    /// <param name="arguments">The arguments.</param>
    protected Task<CommandResult> ShellAsync(Flavour flavour, string script, params IReadOnlyList<string> arguments) =>
        ShellAsync(flavour, script, arguments, Mail);

    /// <inheritdoc cref="ShellAsync(Flavour, string, IReadOnlyList{string})"/>
    protected Task<CommandResult> ShellAsync(Flavour flavour, string script, IReadOnlyList<string> arguments, string mail) =>
        (Command(flavour) with
        {
            Path = "/bin/sh",
            Arguments = ["-c", script, "sh", Built(flavour), .. arguments],
            Input = Encoding.UTF8.GetBytes(mail),
        }).RunAsync(Token);

    /// <summary>The options that name a server on this machine and a sender.</summary>
    protected static IReadOnlyList<string> Server(int port) => ["--host=127.0.0.1", $"--port={port}", "--from=me@example.org"];

    /// <summary>Writes an msmtprc whose default account is at a server on this machine; returns its path.</summary>
    protected string Msmtprc(int port, params IReadOnlyList<string> lines) =>
        Home.Write("msmtprc", $"account default\nhost 127.0.0.1\nport {port}\nfrom me@example.org\n{string.Join('\n', lines)}\n");

    /// <summary>What the command sees of the environment, and more.</summary>
    protected Dictionary<string, string> EnvironmentWith(params IReadOnlyList<(string Name, string Value)> more)
    {
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = Home.Path,
            ["PATH"] = "/usr/bin:/bin",
            ["TZ"] = "UTC",
            // The managed host has to find the runtime that runs the tests.
            ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
        };
        foreach (var (name, value) in more)
            environment[name] = value;
        return environment;
    }

    /// <summary>The file of a command, which must have been built.</summary>
    protected static string Built(Flavour flavour)
    {
        var path = flavour == Flavour.Native ? TestPaths.NativeCommand : TestPaths.ManagedHost;
        Assert.True(File.Exists(path), $"{path} is missing: run ./build.sh before the tests");
        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Removes the home directory.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Home.Dispose();
    }
}
