using Msmtp;
using Msmtp.Connector.Tcp;

[assembly: MsmtpPlugin<TcpConnectorPlugin>]

namespace Msmtp.Connector.Tcp;

/// <summary>Connections over TCP, unix sockets, SOCKS5 and TLS: the default connector.</summary>
public sealed class TcpConnectorPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Id => "connector.tcp";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        NetworkSettings.Register(registry);
        TlsSettings.Register(registry);
        registry.AddConnector("tcp", static context => new TcpConnector(context));
    }
}
