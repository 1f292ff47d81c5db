using Msmtp;
using Msmtp.Transport.Smtp;

[assembly: MsmtpPlugin<SmtpPlugin>]

namespace Msmtp.Transport.Smtp;

/// <summary>SMTP and LMTP over TCP, unix sockets, SOCKS5 and TLS: the default transport.</summary>
public sealed class SmtpPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Id => "transport.smtp";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        SmtpSettings.Register(registry);
        NetworkSettings.Register(registry);
        TlsSettings.Register(registry);
        registry
            .AddConnector("tcp", static context => new TcpConnector(context))
            .Add(new TransportRegistration("smtp", SmtpTransport.OpenAsync) { Probe = TransportProbe.Opening })
            .AddMode(ServerInfoMode.Mode)
            .AddMode(RemoteQueueMode.Mode);
    }
}
