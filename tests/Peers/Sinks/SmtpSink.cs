using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Postfix's smtp-sink as an LMTP server: it accepts all mail and writes each one to a file.</summary>
sealed class SmtpSink : IDisposable
{
    const string Prefix = "mail.";

    readonly TempDirectory folder = new();
    readonly Process process;

    SmtpSink(bool isLocal)
    {
        var port = Ports.Free(1)[0];
        Socket = folder.File("socket");
        Port = port;
        EndPoint = isLocal ? new UnixDomainSocketEndPoint(Socket) : new IPEndPoint(IPAddress.Loopback, port);
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_111_111);
        string[] user = Environment.IsPrivilegedProcess ? ["-u", "nobody"] : [];
        var place = isLocal ? $"unix:{Socket}" : $"127.0.0.1:{port}";
        process = Process.Start(new ProcessStartInfo(PostfixInstallation.SmtpSink!, [.. user, "-L", "-d", folder.File(Prefix), place, "50"])
        {
            RedirectStandardError = true,   // It warns about the connection that tested whether it listens.
        })!;
    }

    /// <summary>The path of the socket, for a sink on a Unix socket.</summary>
    public string Socket { get; }

    /// <summary>The port at 127.0.0.1, for a sink on TCP.</summary>
    public int Port { get; }

    EndPoint EndPoint { get; }

    /// <summary>Starts one on TCP; skips the test if there is no smtp-sink.</summary>
    public static Task<SmtpSink> StartAsync() => StartAsync(isLocal: false);

    /// <summary>Starts one on a Unix socket; skips the test if there is no smtp-sink.</summary>
    public static Task<SmtpSink> StartLocalAsync() => StartAsync(isLocal: true);

    /// <summary>What it wrote about the only mail it received: session, envelope, mail and an empty line.</summary>
    public async Task<string> MailAsync()
    {
        // It closes, and thereby writes, the file at about the time of its reply.
        await Eventually.TrueAsync(
            "smtp-sink wrote the mail", () => Files().Any(static file => file.Length > 0), TestContext.Current.CancellationToken);
        return Encoding.Latin1.GetString(File.ReadAllBytes(Assert.Single(Files()).FullName));
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        folder.Dispose();
    }

    static async Task<SmtpSink> StartAsync(bool isLocal)
    {
        Assert.SkipWhen(PostfixInstallation.SmtpSink is null, "smtp-sink is not installed (package postfix)");
        var sink = new SmtpSink(isLocal);
        try
        {
            await Eventually.TrueAsync("smtp-sink listens", () => Ports.IsOpen(sink.EndPoint), TestContext.Current.CancellationToken);
            return sink;
        }
        catch
        {
            sink.Dispose();
            throw;
        }
    }

    FileInfo[] Files() => new DirectoryInfo(folder.Path).GetFiles(Prefix + "*");
}
