using Msmtp.Hosting;
using NSubstitute;

namespace Msmtp.Host.Tests.Accounts;

public sealed class AccountResolverTests
{
    static readonly AccountSettings Sender = AccountSettings.Empty.With(CommonSettings.From, "me@x");

    public static TheoryData<string?, AccountSettings> Accounts { get; } = new()
    {
        { "host not set", Sender },
        { null, Sender.With(CommonSettings.Host, "h") },
        { null, Sender.With(CommonSettings.Socket, "/s") },
        { "port not set", Sender.With(CommonSettings.Socket, "/s").With(CommonSettings.Protocol, MailProtocol.Lmtp) },
        { null, Sender.With(DeliverySettings.Transport, "nowhere") },
        { "nowhere takes no timeout", Sender.With(DeliverySettings.Transport, "nowhere").With(CommonSettings.Timeout, TimeSpan.FromSeconds(1)) },
        { null, Sender.With(CommonSettings.Host, "h").With(CommonSettings.Timeout, TimeSpan.FromSeconds(1)) },
        { "envelope-from address is missing", AccountSettings.Empty.With(CommonSettings.Host, "h") },
        { "envelope-from address is missing", AccountSettings.Empty.With(DeliverySettings.Transport, "nowhere") },
        { "host not set", AccountSettings.Empty },
    };

    [Theory]
    [MemberData(nameof(Accounts))]
    public void An_account_has_what_its_transport_needs(string? fault, AccountSettings settings)
    {
        var resolver = Resolver(PluginRegistry.Of([new CorePlugin(), new TwoTransports()]));

        var e = Record.Exception(() => resolver.Check(new MailAccount(settings), new AccountRequest { Purpose = AccountPurpose.Send }));

        Assert.Equal(fault, (e as MailException)?.Message);
    }

    [Theory]
    [InlineData(0, null, null)]
    [InlineData(1, null, null)]
    [InlineData(1, "one", null)]
    [InlineData(2, "two", null)]
    [InlineData(2, null, "there are several connectors, and \"connector\" names none: one, two")]
    [InlineData(2, "three", "there is no connector three; there is one, two")]
    [InlineData(0, "three", "there is no connector three; there is none")]
    public void Of_several_connectors_an_account_names_one(int count, string? name, string? fault)
    {
        var resolver = Resolver(PluginRegistry.Of([new CorePlugin(), new Connecting(count)]));
        var settings = Sender.With(CommonSettings.Host, "h").With(DeliverySettings.Connector, name);

        var e = Record.Exception(() => resolver.Check(new MailAccount(settings), new AccountRequest { Purpose = AccountPurpose.Send }));

        Assert.Equal(fault, (e as MailException)?.Message);
    }

    [Fact]
    public void The_one_that_is_named_is_the_one_that_connects()
    {
        var connecting = new Connecting(2);
        var resolver = Resolver(PluginRegistry.Of([new CorePlugin(), connecting]));

        Assert.Same(connecting.Connectors[1], resolver.ContextFor(new MailAccount(Sender.With(DeliverySettings.Connector, "two"))).Connector);
        Assert.Equal(ExitCode.Config, Assert.Throws<MailException>(() => resolver.ContextFor(new MailAccount(Sender)).Connector).ExitCode);
    }

    static AccountResolver Resolver(PluginRegistry plugins) =>
        new(plugins, new HostEnvironment { Environment = new PluginEnvironment { Home = "/home/joe" } }, static _ => { });

    sealed class Connecting(int count) : IPlugin
    {
        static readonly string[] Names = ["one", "two"];

        public string Id => "tests.connecting";

        public IReadOnlyList<IConnector> Connectors { get; } = [Substitute.For<IConnector>(), Substitute.For<IConnector>()];

        public void Register(IPluginRegistry registry)
        {
            registry.AddTransport("server", static (_, _) => default);
            for (var i = 0; i < count; i++)
                registry.AddConnector(Names[i], Connect(i));
        }

        Func<PluginContext, IConnector> Connect(int i) => _ => Connectors[i];
    }

    sealed class TwoTransports : IPlugin
    {
        public string Id => "tests.two";

        public void Register(IPluginRegistry registry) => registry
            .AddTransport("server", static (_, _) => default)
            .Add(new TransportRegistration("nowhere", static (_, _) => default)
            {
                NeedsNoHost = true,
                Check = static settings => settings.Has(CommonSettings.Timeout) ? "nowhere takes no timeout" : null,
            });
    }
}
