using Msmtp.Connector.Tcp;
using NSubstitute;

namespace Msmtp.Transport.Smtp.Tests;

/// <summary>What tests over real sockets need, with nothing particular about it.</summary>
static class Given
{
    static readonly Func<PluginContext, IConnector> Connect = new PluginUnderTest(new TcpConnectorPlugin()).All<ConnectorRegistration>()[0].Create;

    public static PluginContext Context(IoMode io, Settings settings) => new()
    {
        Account = new Account(settings),
        Secrets = Substitute.For<ISecretLookup>(),
        Shell = Substitute.For<IShell>(),
        Surroundings = new Surroundings { Home = "" },
        Io = io,
        ConnectorFactory = Connect,
    };

    public static Settings Server(int port) => Server("127.0.0.1", port);

    public static Settings Server(string host, int port) => Settings.Empty.With(CommonSettings.Host, host).With(CommonSettings.Port, port);
}
