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

    [Fact]
    public void Each_sender_has_an_account_with_that_sender_in_it()
    {
        var (cache, other) = (new AccountCache(), Account with { });
        cache.Keep(new AccountRequest { Sender = "me@example.org" }, Account);
        cache.Keep(new AccountRequest { Sender = "you@example.org" }, other);

        Assert.Same(Account, cache.Find(new AccountRequest { Sender = "me@example.org" }));
        Assert.Same(other, cache.Find(new AccountRequest { Sender = "you@example.org" }));
        Assert.Null(cache.Find(new AccountRequest { Name = "work", Sender = "me@example.org" }));
        Assert.Null(cache.Find(new AccountRequest()));
    }

    [Fact]
    public void Of_mails_that_begin_at_once_all_get_the_account_of_the_first()
    {
        var cache = new AccountCache();

        Assert.Same(Account, cache.Keep(new AccountRequest(), Account));
        Assert.Same(Account, cache.Keep(new AccountRequest(), Account with { }));
    }

    [Fact]
    public void A_new_sender_for_each_mail_fills_no_memory()
    {
        var cache = new AccountCache();

        for (var i = 0; i < 5000; i++)
            cache.Keep(new AccountRequest { Sender = $"{i}@example.org" }, Account);

        Assert.InRange(Enumerable.Range(0, 5000).Count(i => cache.Find(new AccountRequest { Sender = $"{i}@example.org" }) is not null), 1, 1000);
    }

    [Theory]
    [InlineData(AccountPurpose.Ask)]
    [InlineData(AccountPurpose.Show)]
    internal void A_request_for_no_mail_is_resolved_each_time(AccountPurpose purpose)
    {
        var cache = new AccountCache();
        var request = new AccountRequest { Name = "work", Purpose = purpose };

        Assert.Same(Account, cache.Keep(request, Account));

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
