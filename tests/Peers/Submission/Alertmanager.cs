using System.Net.Http.Json;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// Prometheus' Alertmanager, which sends mail with Go's own net/smtp: EHLO, MAIL, RCPT, DATA, QUIT, one at a time. test.sh unpacks it into
/// artifacts/peers.
/// </summary>
sealed class Alertmanager : IAsyncDisposable
{
    static readonly string Root = Path.Combine(TestPaths.Root, "artifacts", "peers", "alertmanager");
    static readonly string Server = Path.Combine(Root, "usr", "bin", "prometheus-alertmanager");

    readonly TempDirectory folder;
    readonly Daemon daemon;
    readonly HttpClient http;

    Alertmanager(TempDirectory folder, Daemon daemon, int port)
    {
        (this.folder, this.daemon) = (folder, daemon);
        http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
    }

    /// <summary>Starts one that reports to these addresses.</summary>
    /// <param name="port">The mail server's port at 127.0.0.1.</param>
    /// <param name="to">The addresses.</param>
    public static async Task<Alertmanager> StartAsync(int port, params string[] to)
    {
        Assert.SkipUnless(File.Exists(Server), $"{Server} is missing, which test.sh unpacks (package prometheus-alertmanager)");
        Assert.SkipWhen(PrivateFiles.Missing is not null, PrivateFiles.Missing ?? "");
        var folder = new TempDirectory();
        var own = Ports.Free(1)[0];
        try
        {
            var configuration = folder.Write("alertmanager.yml", Configuration(port, to));
            // Its templates have to be where they would be installed.
            var shared = new PrivateFiles { ["/usr/share"] = Path.Combine(Root, "usr", "share") };
            var server = shared.Around(new CommandRunner(Server)
            {
                Arguments =
                [
                    $"--config.file={configuration}", $"--storage.path={folder.File("data")}", $"--web.listen-address=127.0.0.1:{own}",
                    "--cluster.listen-address=",
                ],
                WorkingDirectory = folder.Path,
            });
            return new Alertmanager(folder, await Daemon.StartAsync(server, () => Ports.IsOpen(own)), own);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Raises an alert, which it reports at once.</summary>
    public async Task AlertAsync()
    {
        object[] alerts = [new { labels = new { alertname = "disk" } }];
        using var answer = await http.PostAsJsonAsync("api/v2/alerts", alerts, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await daemon.DisposeAsync();
        folder.Dispose();
    }

    static string Configuration(int port, string[] to) => $$"""
        route: { receiver: mail, group_wait: 1ms }
        receivers:
        - name: mail
          email_configs:
          - to: {{string.Join(", ", to)}}
            from: me@example.org
            smarthost: 127.0.0.1:{{port}}
            hello: client.example.org
            require_tls: false
            headers: { Subject: a subject }
            html: ''
            text: "first\n..\n.\nlast\n"

        """;
}
