using NSubstitute;

namespace Msmtp.Transport.Smtp.Tests;

public sealed class SmtpPluginTests
{
    readonly List<SettingKey> settings = [];
    readonly List<AccountCheck> checks = [];
    readonly List<CommandMode> modes = [];
    readonly List<string> transports = [];

    public SmtpPluginTests()
    {
        var registry = Substitute.For<IPluginRegistry>();
        registry.AddSetting(Arg.Do<SettingKey>(settings.Add)).Returns(registry);
        registry.AddCheck(Arg.Do<AccountCheck>(checks.Add)).Returns(registry);
        registry.AddMode(Arg.Do<CommandMode>(modes.Add)).Returns(registry);
        registry.AddTransport(Arg.Do<string>(transports.Add), Arg.Any<TransportFactory>()).Returns(registry);
        new SmtpPlugin().Register(registry);
    }

    [Fact]
    public void One_transport_and_two_modes_are_offered()
    {
        Assert.Equal(["smtp"], transports);
        Assert.Equal([("serverinfo", 'S', 30), ("rmqs", (char?)null, 40)], modes.Select(static mode => (mode.Option.Name, mode.Option.Letter, mode.Option.Rank)));
        Assert.Equal("RMQS argument", modes[1].ArgumentLabel);
    }

    [Fact]
    public void The_settings_of_the_dialogue_are_among_those_registered()
    {
        Assert.Superset(new HashSet<string> { "domain", "dsn_notify", "dsn_return" }, settings.Select(static key => key.Name).ToHashSet());
    }

    [Fact]
    public void An_account_needs_a_host_or_a_socket_and_a_port()
    {
        Assert.Equal("host not set", Complaint(Settings.Empty));
        Assert.Null(Complaint(Settings.Empty.With(CommonSettings.Host, "h")));
        Assert.Null(Complaint(Settings.Empty.With(CommonSettings.Socket, "/s")));
        Assert.Equal("port not set", Complaint(Settings.Empty.With(CommonSettings.Socket, "/s").With(CommonSettings.Protocol, MailProtocol.Lmtp)));
    }

    [Fact]
    public void What_a_pattern_puts_into_the_domain_is_looked_at_too()
    {
        Assert.Equal("domain holds a line end", Complaint(Settings.Empty.With(CommonSettings.Host, "h").With(SmtpSettings.Domain, "x\ny")));
    }

    string? Complaint(Settings account) => checks.Select(check => check(account)).FirstOrDefault(static text => text is not null);
}
