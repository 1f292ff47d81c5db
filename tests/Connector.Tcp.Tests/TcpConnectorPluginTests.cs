namespace Msmtp.Connector.Tcp.Tests;

public sealed class TcpConnectorPluginTests : PluginConformance
{
    protected override IPlugin Plugin => new TcpConnectorPlugin();

    [Fact]
    public void One_connector_is_offered_with_the_settings_of_the_network_and_of_TLS()
    {
        Assert.Equal(["tcp"], Registered.All<ConnectorRegistration>().Select(static connector => connector.Name));
        Assert.Superset(new HashSet<string> { "source_ip", "proxy_host", "tls_fingerprint" }, Registered.Settings.Select(static key => key.Name).ToHashSet());
    }
}
