using System.Diagnostics;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// A mail server with TLS that has other programs check SCRAM (acceptor.py). Its only user is alice, with the password "secret".
/// </summary>
sealed class Acceptor : IAsyncDisposable
{
    readonly TempDirectory folder;
    readonly Process process;

    Acceptor(TempDirectory folder, Process process)
    {
        this.folder = folder;
        this.process = process;
    }

    /// <summary>The msmtprc of alice's account, without "auth" and password.</summary>
    public string Account { get; private set; } = "";

    /// <summary>Starts one.</summary>
    public static async Task<Acceptor> StartAsync(AcceptorOptions options, TestCertificates certificates)
    {
        var folder = new TempDirectory();
        var script = Path.Combine(TestPaths.Root, "tests", "Peers", "ChannelBinding", "acceptor.py");
        var start = new ProcessStartInfo(Program.Find("python3", "python3"), [script, .. options.Arguments(certificates)])
        {
            RedirectStandardOutput = true,
            Environment = { ["SASL_CONF_PATH"] = folder.Path },
        };
        if (options.By == AcceptorOptions.Cyrus)
            await CyrusUsers.WriteAsync(folder);
        var acceptor = new Acceptor(folder, Process.Start(start)!);
        try
        {
            var port = await acceptor.LineAsync();
            acceptor.Account =
                $"host localhost\nport {port}\nfrom sender@localhost\nuser alice\ntls on\ntls_starttls off\ntls_trust_file {certificates.AuthorityFile}\n";
            return acceptor;
        }
        catch
        {
            await acceptor.DisposeAsync();
            throw;
        }
    }

    /// <summary>What it reports of the next exchange: the mechanism, the gs2-header and the outcome.</summary>
    public async Task<string> LineAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        return await process.StandardOutput.ReadLineAsync(deadline.Token) ?? throw new InvalidOperationException("acceptor.py has ended");
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Dispose();
    }
}
