using NSubstitute;

namespace Msmtp.Connector.Tcp.Tests.Network;

/// <summary>What most tests of this folder need, with nothing particular about it.</summary>
static class Given
{
    public static PluginContext Context(IoMode io, Settings settings, TimeProvider? time = null) => new()
    {
        Account = new Account(settings),
        Secrets = Substitute.For<ISecretLookup>(),
        Shell = Substitute.For<IShell>(),
        Surroundings = new Surroundings { Home = "" },
        Io = io,
        Time = time ?? TimeProvider.System,
        ConnectorFactory = static context => new TcpConnector(context),
    };

    /// <summary>The account's own server.</summary>
    public static RequestedServer Own(this PluginContext context) => new(context, new ConnectionRequest());

    public static Settings Server(int port) => Server("127.0.0.1", port);

    public static Settings Server(string host, int port) => Settings.Empty.With(CommonSettings.Host, host).With(CommonSettings.Port, port);
}
