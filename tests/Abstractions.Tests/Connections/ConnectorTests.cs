namespace Msmtp.Abstractions.Tests;

public sealed class ConnectorTests
{
    static readonly PluginContext Context = new()
    {
        Account = new MailAccount(AccountSettings.Empty),
        Secrets = NSubstitute.Substitute.For<ISecretLookup>(),
        Shell = NSubstitute.Substitute.For<IShell>(),
        Environment = new PluginEnvironment { Home = "" },
    };

    [Fact]
    public async Task Where_nobody_can_connect_whoever_wants_to_is_told_so()
    {
        var failure = await Assert.ThrowsAsync<MailException>(
            async () => await Context.Connector.ConnectAsync(new ConnectionRequest(), TestContext.Current.CancellationToken));

        Assert.Equal((ExitCode.Config, "no connector plugin is registered"), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public void A_connector_is_the_contexts_that_is_asked_for_it_and_not_of_one_that_it_was_made_from()
    {
        var seen = new List<IoMode>();
        var context = Context with { ConnectorFactory = made => { seen.Add(made.Io); return Context.Connector; } };

        _ = (context with { Io = IoMode.Blocking }).Connector;

        Assert.Equal([IoMode.Blocking], seen);
    }

    [Theory]
    [InlineData(false, true, ConnectionSecurity.None)]
    [InlineData(false, false, ConnectionSecurity.None)]
    [InlineData(true, true, ConnectionSecurity.StartTls)]
    [InlineData(true, false, ConnectionSecurity.Tls)]
    public void An_account_says_when_encryption_begins(bool tls, bool startTls, ConnectionSecurity expected) =>
        Assert.Equal(expected, CommonSettings.SecurityOf(AccountSettings.Empty.With(CommonSettings.Tls, tls).With(CommonSettings.TlsStartTls, startTls)));
}
