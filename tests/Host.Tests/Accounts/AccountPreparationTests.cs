using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Accounts;

public sealed class AccountPreparationTests
{
    static readonly Settings Sender = Settings.Empty.With(CommonSettings.From, "me@x");

    public static TheoryData<string?, Settings> Accounts { get; } = new()
    {
        { "host not set", Sender },
        { null, Sender.With(CommonSettings.Host, "h") },
        { null, Sender.With(CommonSettings.Socket, "/s") },
        { "port not set", Sender.With(CommonSettings.Socket, "/s").With(CommonSettings.Protocol, MailProtocol.Lmtp) },
        { null, Sender.With(DeliverySettings.Transport, "nowhere") },
        { "nowhere takes no timeout", Sender.With(DeliverySettings.Transport, "nowhere").With(CommonSettings.Timeout, TimeSpan.FromSeconds(1)) },
        { null, Sender.With(CommonSettings.Host, "h").With(CommonSettings.Timeout, TimeSpan.FromSeconds(1)) },
        { "envelope-from address is missing", Settings.Empty.With(CommonSettings.Host, "h") },
        { "envelope-from address is missing", Settings.Empty.With(DeliverySettings.Transport, "nowhere") },
        { "host not set", Settings.Empty },
    };

    [Theory]
    [MemberData(nameof(Accounts))]
    public void An_account_has_what_its_transport_needs(string? fault, Settings settings)
    {
        var user = new UserEnvironment();
        var preparation = new AccountPreparation(PluginRegistry.Of([new TwoTransports()]), new Patterns(user, new Surroundings { Home = "/home/joe" }), user);

        var e = Record.Exception(() => preparation.Check(new Account(settings), new AccountRequest { Use = AccountUse.Send }));

        Assert.Equal(fault, (e as MailException)?.Message);
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
