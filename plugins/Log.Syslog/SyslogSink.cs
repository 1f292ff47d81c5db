using System.Net.Sockets;

namespace Msmtp.Log.Syslog;

/// <summary>Sends a datagram to the log daemon for each mail.</summary>
/// <param name="facility">Who logs.</param>
/// <param name="socketPath">Where the daemon listens.</param>
sealed class SyslogSink(SyslogFacility facility, string socketPath) : ILogSink
{
    /// <summary>Where syslog(3) sends to.</summary>
    public const string SystemSocket = "/dev/log";

    /// <summary>A daemon that hangs must not keep the mail's sender waiting for ever.</summary>
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
            throw new MailException(ExitCode.Unavailable, DeliveryStage.Quit, $"no log daemon is listening at {socketPath}: mail is sent but not logged", inner: e);
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
            // Like syslog(3), which has no way to fail: many systems have no daemon, and mail goes out nevertheless.
        }
    }
}
