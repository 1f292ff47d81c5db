using System.Net.Sockets;
using System.Text;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Log.Syslog.Tests;

public sealed class SyslogConformance : LogSinkConformance, IDisposable
{
    readonly TempDirectory folder = new();
    readonly Socket daemon = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    readonly List<string> read = [];
    readonly Thread reader;

    public SyslogConformance()
    {
        daemon.Bind(new UnixDomainSocketEndPoint(folder.File("log")));
        // A queue of datagrams is short: whoever writes waits until somebody reads.
        reader = new Thread(Read) { IsBackground = true };
        reader.Start();
    }

    protected override IPlugin Plugin => new SyslogPlugin();

    protected override string Msmtprc => "syslog LOG_MAIL";

    /// <summary>syslog(3) has no way to fail.</summary>
    protected override string? Unwritable => null;

    public void Dispose()
    {
        End();
        folder.Dispose();
    }

    /// <summary>The daemon's socket is the system's; the test has its own.</summary>
    protected override ILogSink Create() => new SyslogSink(SyslogFacility.Mail, folder.File("log"));

    protected override ValueTask<IReadOnlyList<string>> ReadAsync()
    {
        End();
        return new(read);
    }

    void End()
    {
        if (reader.ThreadState == ThreadState.Stopped)
            return;
        using var last = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        last.SendTo("end"u8, new UnixDomainSocketEndPoint(folder.File("log")));
        Assert.True(reader.Join(TimeSpan.FromSeconds(30)), "the end was never read");
        daemon.Dispose();
    }

    void Read()
    {
        var buffer = new byte[1 << 20];
        while (Encoding.UTF8.GetString(buffer, 0, daemon.Receive(buffer)) is not "end" and var text)
            read.Add(text);
    }
}
