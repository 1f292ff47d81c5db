using Msmtp.Host.Tests.Configuration;
using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Accounts;

public sealed class AccountWaysTests
{
    const string Two = "account b\nhost hb\nport 26\nfrom b@x\nqueue on\nset_date_header off\n";

    readonly List<string> asked = [];

    [Theory]
    [InlineData("account a\nhost h\nfailover a\n", "rc: line 3: account a cannot take its own place")]
    [InlineData("failover b, default\n", "rc: line 1: account default cannot take its own place")]
    [InlineData("account a\nfailover b, c, b\n", "rc: line 2: account b is named twice")]
    [InlineData("account a\nfailover b,\n", "rc: line 2: missing account name")]
    [InlineData("account a\nfailover ,\n", "rc: line 2: missing account name")]
    [InlineData("account a\nhost x y X\n", "rc: line 2: server X is named twice")]
    [InlineData("account a\nhost x, y\n", "rc: line 2: several servers are named with blanks between them, not commas")]
    public void A_wrong_list_is_told_with_its_line(string text, string error) => Assert.Equal(error, Msmtprc.Error(text));

    [Theory]
    [InlineData("account a\nhost h\nfrom a@x\nfailover b, nobody\n" + Two, "rc: line 4: account nobody of command failover not found")]
    [InlineData("defaults\nfailover nobody\naccount a\nhost h\nfrom a@x\n" + Two, "rc: line 2: account nobody of command failover not found")]
    [InlineData("account z\nfailover nobody\n" + Two + "account a : z\nhost h\nfrom a@x\n", "rc: line 2: account nobody of command failover not found")]
    public void An_unknown_account_is_told_with_its_line(string text, string error)
    {
        var e = Assert.Throws<MailException>(() => Resolve(text));

        Assert.Equal((ExitCode.Config, error), (e.ExitCode, e.Message));
        Assert.Equal(text.Contains("account z", StringComparison.Ordinal) ? "the accounts are z, b" : "the only account is b", e.Advice);
    }

    [Theory]
    [InlineData("account a\nhost h\nfrom a@x\nfailover c, b\naccount c\nhost hc\n" + Two, "account c hc, account b hb")]
    [InlineData("account a\nhost h1 h2\nfrom a@x\nfailover b\n" + Two, "h2 h2, account b hb")]
    [InlineData("account a\nhost h\nfrom a@x\nfailover b\naccount b\nhost x y\n", "account b at x x, account b at y y")]
    [InlineData("account a\nhost h\nfrom a@x\nfailover b\naccount b\nhost x\nfailover c\n", "account b x")]
    [InlineData("defaults\nfailover a, b\naccount a\nhost h\nfrom a@x\n" + Two, "account b hb")]
    [InlineData("account z\nfailover a, b\n" + Two + "account a : z\nhost h\nfrom a@x\n", "account b hb")]
    [InlineData("defaults\nfailover b\n" + Two + "account a\nhost h\nfrom a@x\nfailover off\n", "")]
    [InlineData("defaults\nfailover b\n" + Two + "account a\nhost h\nfrom a@x\nfailover\n", "")]
    [InlineData("account a\nhost h\nfrom a@x\nfailover b, \"b c\"\naccount b c\nhost q\n" + Two, "account b hb, account b c q")]
    public void Ways_come_in_the_order_of_the_lists_and_those_of_others_are_not_followed(string text, string ways)
    {
        var account = Resolve(text);

        Assert.Equal(ways, string.Join(", ", account.Others.Select(static way => $"{way.Title} {way.Context.Account.Settings.Get(CommonSettings.Host)}")));
        Assert.DoesNotContain(' ', account.Account.Settings.Get(CommonSettings.Host)!);
    }

    [Fact]
    public void The_mail_stays_that_of_its_account_and_the_other_one_gives_the_way()
    {
        var account = Resolve("account a\nhost h\nport 25\ntimeout 7\nfrom a@x\ntemporary_failures on\nfailover b\n" + Two);

        var other = Assert.Single(account.Others).Context.Account.Settings;
        Assert.Equal(("hb", 26, null), (other.Get(CommonSettings.Host), other.Get(CommonSettings.Port), other.Get(CommonSettings.Timeout)));
        Assert.Equal(("a@x", QueueUse.Off), (other.Get(CommonSettings.From), other.Get(QueueSettings.Use)));
        Assert.True(other.Get(DeliverySettings.TemporaryFailures));
        Assert.True(other.Get(MessageSettings.SetDate));
    }

    [Fact]
    public void What_the_command_line_says_is_about_the_account_that_was_asked_for()
    {
        var overrides = AccountSettings.Empty.With(CommonSettings.User, "me").With(CommonSettings.TlsCertCheck, false);

        var account = Resolve("account a\nhost h i\nfrom a@x\nfailover b\n" + Two, new AccountRequest { Name = "a", Overrides = overrides });

        Assert.Equal(["me", "me", null], Contexts(account).Select(static context => context.Account.Settings.Get(CommonSettings.User)));
        Assert.Equal([false, false, true], Contexts(account).Select(static context => context.Account.Settings.Get(CommonSettings.TlsCertCheck)));
    }

    [Fact]
    public void What_an_application_says_of_every_account_is_about_every_account()
    {
        var overrides = AccountSettings.Empty.With(CommonSettings.User, "me");

        var account = Resolve("account a\nhost h\nfrom a@x\nfailover b\n" + Two, new AccountRequest { Name = "a", Overrides = overrides, CommonOverrides = overrides });

        Assert.Equal(["me", "me"], Contexts(account).Select(static context => context.Account.Settings.Get(CommonSettings.User)));
    }

    [Fact]
    public void What_is_wrong_with_the_other_account_is_found_when_it_is_tried()
    {
        var account = Resolve("account a\nhost h\nfrom a@x\nfailover b\naccount b\n");

        Assert.Equal("account b from rc: host not set", Assert.Throws<MailException>(() => account.Others[0].Context).Message);
    }

    [Fact]
    public void A_socket_has_no_names()
    {
        var e = Assert.Throws<MailException>(() => Resolve("account a\nhost h i\nsocket /s\nfrom a@x\n"));

        Assert.Equal("account a from rc: host names several servers, and socket one", e.Message);
    }

    [Fact]
    public async Task A_secret_is_asked_for_when_its_account_is_tried_and_by_the_name_of_the_server()
    {
        var text = "account a\nhost h i\nfrom a@x\nauth plain\nuser u\nfailover b\naccount b\nhost hb\nauth plain\nuser ub\n";
        var plugins = PluginRegistry.Of([new CorePlugin(), new Asking(asked)]);
        using var account = await Resolver(plugins).ResolveWithSecretsAsync(
            new LoadedConfiguration(null, Msmtprc.Read(text, plugins: plugins)), new AccountRequest { Name = "a" }, TestContext.Current.CancellationToken);
        Assert.Equal(["u at h"], asked);

        foreach (var way in account.Others)
            await Assert.IsType<SecretChain>(way.Context.Secrets).AskBeforeConnectingAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["u at h", "u at i", "ub at hb"], asked);
    }

    [Fact]
    public void An_account_of_an_application_may_name_one_of_its_file()
    {
        var own = new AccountDefinition("a", AccountSettings.Empty, AccountSettings.Empty
            .With(CommonSettings.Host, "h").With(CommonSettings.From, "a@x").With(FailoverSettings.Accounts, "b"));
        var configuration = new LoadedConfiguration(Msmtprc.Read(Two), new ConfigurationFile(MailerAccounts.Owner, [own], HoldsSecret: false));

        var account = Resolver(PluginRegistry.Of([new CorePlugin(), new Asking(asked)])).Resolve(configuration, new AccountRequest { Name = "a" });

        Assert.Equal("hb", account.Others[0].Context.Account.Settings.Get(CommonSettings.Host));
    }

    [Fact]
    public void A_file_names_accounts_of_its_own()
    {
        var system = new ConfigurationFile("sys", Msmtprc.Read("account b\nhost other\n").Accounts, HoldsSecret: false);
        var configuration = new LoadedConfiguration(system, Msmtprc.Read("account a\nhost h\nfrom a@x\nfailover b\n"));

        Assert.Throws<MailException>(() => Resolver(PluginRegistry.Of([new CorePlugin(), new Asking(asked)])).Resolve(configuration, new AccountRequest { Name = "a" }));
    }

    static IEnumerable<PluginContext> Contexts(ResolvedAccount account) => account.Others.Select(static way => way.Context).Prepend(account.Context);

    ResolvedAccount Resolve(string text, AccountRequest? request = null) => Resolver(PluginRegistry.Of([new CorePlugin(), new Asking(asked)]))
        .Resolve(new LoadedConfiguration(null, Msmtprc.Read(text)), request ?? new AccountRequest { Name = "a" });

    static AccountResolver Resolver(PluginRegistry plugins) =>
        new(plugins, new HostEnvironment { Environment = new PluginEnvironment { Home = "/home/joe" } }, static _ => { });

    sealed class Asking(List<string> asked) : IPlugin, ISecretSource
    {
        public string Id => "tests.asking";

        public void Register(IPluginRegistry registry) => registry
            .AddTransport("fake", static (_, _) => default)
            .AddSasl(new SaslMechanism("PLAIN", new SaslFacts(1) { Secret = SecretKind.Password }, static _ => throw new NotSupportedException()))
            .AddSecretSource("early", new SecretFacts(SecretFacts.Command) { IsAskedBeforeConnecting = true }, _ => this);

        public ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
        {
            asked.Add($"{query.User} at {query.Host}");
            return new(Secret.FromText("secret"));
        }

        public ValueTask ReportAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken cancellationToken) => default;
    }
}
