using Msmtp.Connector.Tcp;
using NSubstitute;

namespace Msmtp.Transport.Smtp.Tests;

/// <summary>What tests over real sockets need, with nothing particular about it.</summary>
static class Given
{
    static readonly Func<PluginContext, IConnector> Connect = new PluginUnderTest(new TcpConnectorPlugin()).All<ConnectorRegistration>()[0].Create;

    public static PluginContext Context(IoMode io, AccountSettings settings) => new()
    {
        Account = new MailAccount(settings),
        Secrets = Substitute.For<ISecretLookup>(),
        Shell = Substitute.For<IShell>(),
        Environment = new PluginEnvironment { Home = "" },
        Io = io,
        ConnectorFactory = Connect,
    };

    public static AccountSettings Server(int port) => Server("127.0.0.1", port);

    public static AccountSettings Server(string host, int port) =>
        AccountSettings.Empty.With(CommonSettings.Host, host).With(CommonSettings.Port, port);
}
