using Msmtp.Connector.Tcp;
using Msmtp.Testing;
using NSubstitute;

namespace Msmtp.Secrets.OAuth.Tests.Support;

/// <summary>What tests over real sockets need, with nothing particular about it.</summary>
static class Given
{
    static readonly Func<PluginContext, IConnector> Connect =
        new PluginUnderTest(new TcpConnectorPlugin()).All<ConnectorRegistration>()[0].Create;

    public static PluginContext Context(IoMode io, AccountSettings? settings = null) => new()
    {
        Account = new MailAccount(settings ?? AccountSettings.Empty),
        Secrets = Substitute.For<ISecretLookup>(),
        Shell = Substitute.For<IShell>(),
        Environment = new PluginEnvironment { Home = "" },
        Io = io,
        ConnectorFactory = Connect,
    };
}
