using System.Diagnostics;
using System.Net.NetworkInformation;

namespace Msmtp.Peers;

/// <summary>
/// OpenSSL's own server on a free port of 127.0.0.1. After the handshake it sends the three replies that --serverinfo waits for, and
/// ignores what it receives.
/// </summary>
sealed class OpenSslServer : IDisposable
{
    readonly Process process;

    OpenSslServer(int port, IReadOnlyList<string> options)
    {
        Port = port;
        string[] arguments = ["s_server", "-accept", $"127.0.0.1:{port}", "-quiet", .. options];
        process = Process.Start(new ProcessStartInfo(Program.Find("openssl", "openssl"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    public int Port { get; }

    /// <summary>Starts one.</summary>
    /// <param name="certificate">A PEM file.</param>
    /// <param name="key">A PEM file.</param>
    /// <param name="options">Further options of openssl s_server(1).</param>
    public static async Task<OpenSslServer> StartAsync(string certificate, string key, params IReadOnlyList<string> options)
    {
        var server = new OpenSslServer(Ports.Free(1)[0], ["-cert", certificate, "-key", key, .. options]);
        try
        {
            await Eventually.TrueAsync("openssl listens", () => IsListening(server.Port), TestContext.Current.CancellationToken);
            // What is written here goes to the first client after its handshake.
            await server.process.StandardInput.WriteAsync("220 ready\r\n250 hello\r\n221 bye\r\n");
            await server.process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    // Without connecting, which would count as the first client.
    static bool IsListening(int port) =>
        Array.Exists(IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners(), place => place.Port == port);
}
