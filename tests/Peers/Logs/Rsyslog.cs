using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>rsyslogd, which records every datagram as received.</summary>
sealed class Rsyslog : IAsyncDisposable
{
    const string Server = "/usr/sbin/rsyslogd";

    readonly TempDirectory folder;
    readonly Daemon daemon;

    Rsyslog(TempDirectory folder, Daemon daemon) => (this.folder, this.daemon) = (folder, daemon);

    /// <summary>Starts it; skips the test if it is not installed.</summary>
    /// <param name="socket">Where it listens.</param>
    public static async Task<Rsyslog> StartAsync(string socket)
    {
        Assert.SkipUnless(File.Exists(Server), "rsyslogd is not installed (package rsyslog)");
        var folder = new TempDirectory();
        var configuration = folder.Write("rsyslog.conf", $"""
            module(load="imuxsock" SysSock.Name="{socket}" SysSock.RateLimit.Interval="0")
            template(name="raw" type="string" string="%pri-text% %rawmsg%\n")
            *.* action(type="omfile" file="{folder.File("log")}" template="raw")

            """);
        try
        {
            var daemon = await Daemon.StartAsync(
                new CommandRunner(Server) { Arguments = ["-n", "-f", configuration, "-i", folder.File("pid")], WorkingDirectory = folder.Path },
                () => File.Exists(socket));
            return new Rsyslog(folder, daemon);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The lines of one tag, once there are that many: severity and facility in words, and the text.</summary>
    public async Task<IReadOnlyList<string>> LinesAsync(string tag, int count)
    {
        await Eventually.TrueAsync($"{count} lines are logged", () => Lines(tag).Count >= count, TestContext.Current.CancellationToken);
        return Lines(tag);
    }

    public async ValueTask DisposeAsync()
    {
        await daemon.DisposeAsync();
        folder.Dispose();
    }

    // rsyslog also logs its own start.
    List<string> Lines(string tag) => File.Exists(folder.File("log"))
        ? [.. File.ReadAllText(folder.File("log")).Split('\n')[..^1].Where(line => line.Contains($" {tag}: ", StringComparison.Ordinal))]
        : [];
}
