using Msmtp.Hosting;
using Msmtp.Host.Tests.Configuration;

namespace Msmtp.Host.Tests.Accounts;

public sealed class AccountCacheTests
{
    static readonly AccountResolver Resolver = new(
        PluginRegistry.Of([new CorePlugin()]), new HostEnvironment { Environment = new PluginEnvironment { Home = "/home/joe" } }, static _ => { });

    static readonly ResolvedAccount Account = new(Resolver.ContextFor(new MailAccount(AccountSettings.Empty))) { IsCacheable = true };

    [Fact]
    public void The_same_request_gets_the_same_account()
    {
        var cache = new AccountCache();
        cache.Keep(new AccountRequest { Name = "work" }, Account);

        Assert.Same(Account, cache.Find(new AccountRequest { Name = "work", MailSender = "me@example.org" }));
        Assert.Null(cache.Find(new AccountRequest()));
    }

    [Theory]
    [InlineData("me@example.org", AccountPurpose.Send)]
    [InlineData(null, AccountPurpose.Ask)]
    [InlineData(null, AccountPurpose.Show)]
    internal void A_request_with_a_sender_or_for_no_mail_is_resolved_each_time(string? sender, AccountPurpose purpose)
    {
        var cache = new AccountCache();
        var request = new AccountRequest { Name = "work", Sender = sender, Purpose = purpose };

        cache.Keep(request, Account);

        Assert.Null(cache.Find(request));
        Assert.Null(cache.Find(new AccountRequest { Name = "work" }));
    }

    [Theory]
    [InlineData("from me@example.org", true)]
    [InlineData("from %U@example.org", false)]
    [InlineData("auto_from on", false)]
    public void What_depends_on_the_environment_is_not_kept(string line, bool isKept)
    {
        var configuration = new LoadedConfiguration(null, Msmtprc.Read($"account default\nhost h\n{line}\n"));
        var cache = new AccountCache();

        cache.Keep(new AccountRequest(), Resolver.Resolve(configuration, new AccountRequest()));

        Assert.Equal(isKept, cache.Find(new AccountRequest()) is not null);
    }
}
