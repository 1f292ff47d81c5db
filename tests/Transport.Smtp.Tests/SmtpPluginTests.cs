namespace Msmtp.Transport.Smtp.Tests;

public sealed class SmtpPluginTests
{
    readonly PluginUnderTest plugin = new(new SmtpPlugin());

    [Fact]
    public void One_transport_and_two_modes_are_offered()
    {
        var modes = plugin.All<CommandMode>();

        Assert.Equal(["smtp"], plugin.Transports.Keys);
        Assert.Equal([("serverinfo", 'S', 30), ("rmqs", (char?)null, 40)], modes.Select(static mode => (mode.Option.Name, mode.Option.Letter, mode.Option.Rank)));
        Assert.Equal("RMQS argument", modes[1].ArgumentLabel);
    }

    [Fact]
    public void The_settings_of_the_dialogue_are_among_those_registered()
    {
        Assert.Superset(new HashSet<string> { "domain", "dsn_notify", "dsn_return" }, plugin.Settings.Select(static key => key.Name).ToHashSet());
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

    string? Complaint(Settings account) => plugin.All<AccountCheckRegistration>().Select(rule => rule.Check(account)).FirstOrDefault(static text => text is not null);
}
