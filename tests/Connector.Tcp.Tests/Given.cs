using NSubstitute;

namespace Msmtp.Connector.Tcp.Tests;

/// <summary>What most tests need, with nothing particular about it.</summary>
static class Given
{
    public static PluginContext Context(IoMode io, AccountSettings settings, TimeProvider? time = null) => new()
    {
        Account = new MailAccount(settings),
        Secrets = Substitute.For<ISecretLookup>(),
        Shell = Substitute.For<IShell>(),
        Environment = new PluginEnvironment { Home = "" },
        Io = io,
        Time = time ?? TimeProvider.System,
        ConnectorFactory = static context => new TcpConnector(context),
    };

    /// <summary>The account's own server.</summary>
    public static RequestedServer Own(this PluginContext context) => new(context, new ConnectionRequest());

    public static AccountSettings Server(int port) => Server("127.0.0.1", port);

    public static AccountSettings Server(string host, int port) =>
        AccountSettings.Empty.With(CommonSettings.Host, host).With(CommonSettings.Port, port);
}
