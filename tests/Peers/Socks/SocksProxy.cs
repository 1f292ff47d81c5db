using System.Diagnostics;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>A real SOCKS5 proxy on a free port of 127.0.0.1.</summary>
sealed class SocksProxy : IDisposable
{
    const string MicroSocks = "/usr/bin/microsocks";
    const string Danted = "/usr/sbin/danted";

    readonly TempDirectory folder;
    readonly Process process;

    SocksProxy(TempDirectory folder, int port, string program, params IReadOnlyList<string> arguments)
    {
        this.folder = folder;
        Port = port;
        process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
    }

    public int Port { get; }

    /// <summary>microsocks. With a login, no one else may connect.</summary>
    public static Task<SocksProxy> StartMicroSocksAsync(params IReadOnlyList<string> login)
    {
        Assert.SkipUnless(File.Exists(MicroSocks), "microsocks is not installed (package microsocks)");
        var port = Ports.Free(1)[0];
        return ReadyAsync(new SocksProxy(new TempDirectory(), port, MicroSocks, ["-i", "127.0.0.1", "-p", $"{port}", .. login]));
    }

    /// <summary>Dante.</summary>
    /// <param name="method">How clients log in: "none", or "username" for the users of this machine.</param>
    public static Task<SocksProxy> StartDanteAsync(string method)
    {
        Assert.SkipUnless(File.Exists(Danted), "danted is not installed (package dante-server)");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "danted is started by root only");
        var port = Ports.Free(1)[0];
        var folder = new TempDirectory();
        var configuration = folder.Write(
            "danted.conf",
            $$"""
            logoutput: {{folder.File("log")}}
            internal: 127.0.0.1 port = {{port}}
            external: lo
            clientmethod: none
            socksmethod: {{method}}
            user.privileged: root
            user.unprivileged: nobody
            client pass {
              from: 127.0.0.0/8 to: 0.0.0.0/0
            }
            socks pass {
              from: 127.0.0.0/8 to: 127.0.0.0/8
              protocol: tcp
              command: connect
            }
            socks block {
              from: 0.0.0.0/0 to: 0.0.0.0/0
            }

            """);
        return ReadyAsync(new SocksProxy(folder, port, Danted, ["-f", configuration, "-p", folder.File("pid")]));
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        folder.Dispose();
    }

    static async Task<SocksProxy> ReadyAsync(SocksProxy proxy)
    {
        try
        {
            await Eventually.TrueAsync("the proxy listens", () => Ports.IsOpen(proxy.Port), TestContext.Current.CancellationToken);
            return proxy;
        }
        catch
        {
            proxy.Dispose();
            throw;
        }
    }
}
