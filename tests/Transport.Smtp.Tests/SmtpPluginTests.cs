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
    public void The_settings_of_the_dialogue_are_registered()
    {
        Assert.Equal(["dsn_notify", "dsn_return"], plugin.Settings.Select(static key => key.Name));
    }

    [Fact]
    public void Its_transport_needs_a_server_and_knows_it_once_a_connection_is_open()
    {
        var transport = Assert.Single(plugin.All<TransportRegistration>());

        Assert.False(transport.NeedsNoHost);
        Assert.Equal(TransportProbe.Opening, transport.Probe);
    }

    [Fact]
    public void What_a_pattern_puts_into_the_domain_is_looked_at_too()
    {
        Assert.Equal("domain holds a line end", Complaint(AccountSettings.Empty.With(CommonSettings.Host, "h").With(CommonSettings.Domain, "x\ny")));
    }

    string? Complaint(AccountSettings account) => plugin.All<AccountCheckRegistration>().Select(rule => rule.Check(account)).FirstOrDefault(static text => text is not null);
}
