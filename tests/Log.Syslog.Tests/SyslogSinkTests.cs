using System.Net.Sockets;
using System.Text;

namespace Msmtp.Log.Syslog.Tests;

public sealed class SyslogSinkTests : IDisposable
{
    readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("msmtp-syslog-");

    string SocketPath => Path.Combine(directory.FullName, "log");

    [Fact]
    public async Task One_datagram_is_sent_for_a_mail()
    {
        using var daemon = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        daemon.Bind(new UnixDomainSocketEndPoint(SocketPath));

        await new SyslogSink(SyslogFacility.Mail, SocketPath).WriteAsync(Some.Record, TestContext.Current.CancellationToken);

        var buffer = new byte[4096];
        var length = await daemon.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        Assert.Equal(SyslogMessage.Write(SyslogFacility.Mail, Some.Record), buffer[..length]);
        Assert.Equal(0, daemon.Available);
    }

    [Fact]
    public async Task Where_there_is_no_socket_nothing_happens()
    {
        await new SyslogSink(SyslogFacility.User, SocketPath).WriteAsync(Some.Record, TestContext.Current.CancellationToken);

        Assert.Empty(directory.GetFileSystemInfos());
    }

    [Fact]
    public async Task Where_nobody_listens_any_more_nothing_happens()
    {
        await File.WriteAllTextAsync(SocketPath, "", TestContext.Current.CancellationToken);

        await new SyslogSink(SyslogFacility.User, SocketPath).WriteAsync(Some.Record, TestContext.Current.CancellationToken);

        Assert.Equal("", await File.ReadAllTextAsync(SocketPath, TestContext.Current.CancellationToken));
    }

    public void Dispose() => directory.Delete(recursive: true);
}
