using System.Net.Sockets;

namespace Msmtp.Log.Syslog;

/// <summary>Sends a datagram to the log daemon for each mail.</summary>
/// <param name="facility">The facility.</param>
/// <param name="socketPath">Where the daemon listens.</param>
sealed class SyslogSink(SyslogFacility facility, string socketPath) : ILogSink
{
    /// <summary>Where syslog(3) sends to.</summary>
    public const string SystemSocket = "/dev/log";

    /// <summary>A daemon that hangs must not keep the sender waiting forever.</summary>
    const int SendTimeoutMilliseconds = 5000;

    public ValueTask WriteAsync(DeliveryRecord record, CancellationToken cancellationToken)
    {
        Send(SyslogMessage.Write(facility, record));
        return default;
    }

    public ValueTask<bool> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(socketPath));
            return new(true);
        }
        catch (SocketException e)
        {
            var problem = $"no log daemon is listening at {socketPath}: mail is sent but not logged";
            throw new MailException(ExitCode.Unavailable, DeliveryStage.Quit, problem, inner: e);
        }
    }

    void Send(byte[] message)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTimeout = SendTimeoutMilliseconds;
            socket.SendTo(message, new UnixDomainSocketEndPoint(socketPath));
        }
        catch (SocketException)
        {
            // As with syslog(3), which cannot fail: many systems have no daemon, and mail is sent all the same.
        }
    }
}
