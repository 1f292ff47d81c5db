using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Plugins.Tests;

/// <summary>A user with a home, a plugin path and a server that takes everything.</summary>
sealed class PluginUser : IAsyncDisposable
{
    readonly TempDirectory home = new();

    public PluginFolder Plugins { get; } = new();

    public MailSink Sink { get; } = MailSink.Start();

    /// <summary>What his programs find in the environment.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>The absolute path of a file in his home.</summary>
    public string FileOf(string name) => home.File(name);

    /// <summary>An account that leads to the sink.</summary>
    public string Account => $"account default\nhost 127.0.0.1\nport {Sink.Port}\nfrom me@example.org\n";

    /// <summary>Runs a command with this msmtprc.</summary>
    public Task<CommandResult> RunAsync(string command, string msmtprc, string mail, params IReadOnlyList<string> arguments)
    {
        Assert.SkipUnless(File.Exists(command), $"{command} is not built: run build.sh");
        home.Write(".msmtprc", msmtprc);
        return new CommandRunner(command)
        {
            Arguments = arguments,
            Environment = new Dictionary<string, string>(Environment)
            {
                ["HOME"] = home.Path,
                ["XDG_CONFIG_HOME"] = home.File("config"),
                ["XDG_DATA_HOME"] = home.File("data"),
                ["MSMTP_PLUGIN_PATH"] = Plugins.Path,
            },
            Input = Encoding.UTF8.GetBytes(mail),
        }.RunAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Sink.DisposeAsync();
        Plugins.Dispose();
        home.Dispose();
    }
}
