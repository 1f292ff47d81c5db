using Msmtp.Hosting;
using Msmtp.Host.Tests.Configuration;

namespace Msmtp.Host.Tests.Accounts;

public sealed class SettledAccountsTests
{
    [Fact]
    public void Who_wants_the_same_gets_the_same()
    {
        var settled = new SettledAccounts();
        settled.Keep(new AccountRequest { Name = "work" }, Ready);

        Assert.Same(Ready, settled.Find(new AccountRequest { Name = "work", MailSender = "me@example.org" }));
        Assert.Null(settled.Find(new AccountRequest()));
    }

    [Theory]
    [InlineData("me@example.org", AccountUse.Send)]
    [InlineData(null, AccountUse.Ask)]
    [InlineData(null, AccountUse.Show)]
    internal void Who_says_who_sends_or_only_asks_has_it_chosen(string? sender, AccountUse use)
    {
        var settled = new SettledAccounts();
        var wanted = new AccountRequest { Name = "work", Sender = sender, Use = use };

        settled.Keep(wanted, Ready);

        Assert.Null(settled.Find(wanted));
        Assert.Null(settled.Find(new AccountRequest { Name = "work" }));
    }

    [Theory]
    [InlineData("from me@example.org", true)]
    [InlineData("from %U@example.org", false)]
    [InlineData("auto_from on", false)]
    public void What_stands_for_something_in_the_world_is_never_settled(string line, bool isSettled)
    {
        var files = new AccountFiles(null, Msmtprc.Read($"account default\nhost h\n{line}\n"));
        var registry = PluginRegistry.Of([]);
        var setup = new AccountSetup(registry, Environment, static _ => { });

        Assert.Equal(isSettled, setup.Choose(files, new AccountRequest()).IsSettled);
    }

    static HostEnvironment Environment { get; } = new() { Environment = new PluginEnvironment { Home = "/home/joe" } };

    static ReadyAccount Ready { get; } = new(
        Environment.ContextFor(new MailAccount(AccountSettings.Empty), PluginRegistry.Of([])));
}
