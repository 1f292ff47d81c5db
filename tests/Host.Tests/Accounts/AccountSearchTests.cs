using Msmtp.Hosting;
using Msmtp.Host.Tests.Configuration;
using Msmtp.TestKit;

namespace Msmtp.Host.Tests.Accounts;

public sealed class AccountSearchTests
{
    readonly List<string> told = [];
    readonly Dictionary<string, string> variables = [];

    [Fact]
    public void Without_a_wish_the_default_account_is_used()
    {
        var account = Choose(new AccountRequest(), "account default\nhost h\n");

        Assert.Equal(("default", "rc"), (account.Name, account.File));
        Assert.Equal(["falling back to default account"], told);
    }

    [Fact]
    public void A_sender_chooses_the_first_account_that_it_fits()
    {
        var account = Choose(new AccountRequest { Sender = "b+list@x" }, "account a\nfrom a@x\naccount b\nfrom b@x\naccount c\nfrom *@x\n");

        Assert.Equal("b", account.Name);
        Assert.Equal("b+list@x", account.Settings.Get(CommonSettings.From));
        Assert.Equal(["account chosen by envelope from address b+list@x: b"], told);
    }

    [Fact]
    public void A_sender_that_fits_no_account_falls_back_to_the_default_one()
    {
        var account = Choose(new AccountRequest { Sender = "q@x" }, "account a\nfrom a@x\naccount default\nfrom d@x\n");

        Assert.Equal(("default", "q@x"), (account.Name, account.Settings.Get(CommonSettings.From)));
    }

    [Fact]
    public void An_account_may_forbid_another_sender()
    {
        var account = Choose(new AccountRequest { Sender = "q@x" }, "account default\nfrom d@x\nallow_from_override off\n");

        Assert.Equal("d@x", account.Settings.Get(CommonSettings.From));
    }

    [Theory]
    [InlineData("010101@x")]
    [InlineData("bob.bank@x")]
    [InlineData("BOB@x")]
    [InlineData("010101+list@x")]
    public void An_account_may_have_several_senders(string sender)
    {
        var account = Choose(new AccountRequest { Sender = sender }, "account a\nfrom a@x\naccount b\nfrom bob@x\nfrom_also 010101@x bob.*@x\n");

        Assert.Equal(("b", sender), (account.Name, account.Settings.Get(CommonSettings.From)));
    }

    [Fact]
    public void Where_no_sender_is_given_from_is_the_one()
    {
        var account = Choose(new AccountRequest(), "account default\nfrom_also *@x\nfrom bob@x\n");

        Assert.Equal("bob@x", account.Settings.Get(CommonSettings.From));
    }

    [Fact]
    public void A_second_line_replaces_the_first_as_everywhere()
    {
        const string file = "account b\nfrom b@x\nfrom c@x\nfrom_also d@x\nfrom_also e@x\naccount default\nfrom z@x\n";

        Assert.Equal(["default", "b", "default", "b"], from sender in new[] { "b@x", "c@x", "d@x", "e@x" }
            select Choose(new AccountRequest { Sender = sender }, file).Name);
    }

    [Theory]
    [InlineData("q@x", "d@x")]
    [InlineData("e@x", "e@x")]
    [InlineData("E+list@x", "E+list@x")]
    [InlineData("f1@x", "f1@x")]
    [InlineData("", "d@x")]
    public void Its_own_senders_are_not_forbidden(string sender, string from)
    {
        var request = new AccountRequest { Name = "a", Sender = sender };

        var account = Choose(request, "account a\nfrom d@x\nfrom_also e@x f?@x\nallow_from_override off\n");

        Assert.Equal(from, account.Settings.Get(CommonSettings.From));
    }

    [Fact]
    public void A_host_on_the_command_line_leaves_the_files_alone()
    {
        var account = Choose(new AccountRequest { Overrides = AccountSettings.Empty.With(CommonSettings.Host, "h") }, "account default\nport 9\n");

        Assert.Equal((null, "h", 25), (account.Name, account.Settings.Get(CommonSettings.Host), account.Settings.Get(CommonSettings.Port)));
        Assert.Equal(["using account specified on command line"], told);
    }

    [Fact]
    public void Where_the_systems_file_cannot_be_read_the_service_that_can_has_the_account()
    {
        using var home = new TempDirectory();
        var service = home.Write("submit", "");

        Assert.Equal(service, Search(Unreadable, service).Find(new AccountRequest()).Settings.Get(HandOverToService.Socket));
        Assert.Throws<MailException>(() => Search(Unreadable, home.File("none")).Find(new AccountRequest()));
        Assert.Throws<MailException>(() => Search(Unreadable).Find(new AccountRequest()));
        Assert.Throws<MailException>(() => Search(LoadedConfiguration.None, service).Find(new AccountRequest()));
        Assert.Throws<MailException>(() => Search(Unreadable, service).Find(new AccountRequest { Name = "work" }));
    }

    [Fact]
    public void A_mail_that_is_handed_over_has_only_the_callers_own_settings_and_no_secret()
    {
        var user = new UserEnvironment { Variable = static name => name == "USER" ? "joe" : null };
        var settings = AccountSettings.Empty
            .With(HandOverToService.Socket, "/run/s")
            .With(CommonSettings.Host, "smtp.example.org")
            .With(CommonSettings.Tls, true)
            .With(CommonSettings.Auth, AuthChoice.Automatic)
            .With(CommonSettings.Password, Secret.FromText("secret"))
            .With(EnvelopeSettings.Aliases, "/etc/aliases");
        var account = HandOverToService.Of(new MailAccount(settings), AccountSettings.Empty.With(CommonSettings.Domain, "d"), user).Settings;

        Assert.Equal(("/run/s", "localhost", false, AuthChoice.Off), (account.Get(CommonSettings.Socket), account.Get(CommonSettings.Host), account.Get(CommonSettings.Tls), account.Get(CommonSettings.Auth)));
        Assert.Equal((null, null, "d", "joe"), (account.Get(CommonSettings.Password), account.Get(EnvelopeSettings.Aliases), account.Get(CommonSettings.Domain), account.Get(CommonSettings.From)));
    }

    static LoadedConfiguration Unreadable => new(null, null) { Unread = [new UnreadFile("/etc/msmtprc", "Permission denied") { IsSystem = true }] };

    [Fact]
    public void A_file_of_the_users_own_that_cannot_be_read_is_no_reason_to_hand_his_mail_to_others()
    {
        using var home = new TempDirectory();
        var own = LoadedConfiguration.None with { Unread = [new UnreadFile("/home/me/.msmtprc", "Permission denied")] };

        var failure = Assert.Throws<MailException>(() => Search(own, home.Write("submit", "")).Find(new AccountRequest()));

        Assert.Equal("/home/me/.msmtprc exists, but you cannot read it: Permission denied", failure.Advice);
    }

    [Fact]
    public void An_account_of_the_users_hides_one_of_the_systems_entirely()
    {
        var files = new LoadedConfiguration(Msmtprc.Read("account default\nhost s\nuser u\n"), Msmtprc.Read("account default\nhost h\n"));

        var account = Search(files).Find(new AccountRequest());

        Assert.Equal(("h", null), (account.Settings.Get(CommonSettings.Host), account.Settings.Get(CommonSettings.User)));
    }

    [Fact]
    public void The_environment_serves_where_no_default_account_is()
    {
        variables["SMTPSERVER"] = "smtp.x";
        variables["EMAIL"] = "env@x";

        var account = Choose(new AccountRequest { Overrides = AccountSettings.Empty.With(CommonSettings.Port, 9) }, "account a\nhost h\n");

        Assert.Equal(
            (null, "smtp.x", "env@x", 9),
            (account.File, account.Settings.Get(CommonSettings.Host), account.Settings.Get(CommonSettings.From), account.Settings.Get(CommonSettings.Port)));
    }

    [Fact]
    public void The_environment_does_not_serve_without_a_sender_or_with_a_named_account()
    {
        variables["SMTPSERVER"] = "smtp.x";

        Assert.Throws<MailException>(() => Choose(new AccountRequest(), "account a\nhost h\n"));
        Assert.Throws<MailException>(() => Choose(new AccountRequest { Name = "zip", Sender = "me@x" }, "account a\nhost h\n"));
        Assert.Equal("smtp.x", Choose(new AccountRequest { Purpose = AccountPurpose.Ask }, "account a\nhost h\n").Settings.Get(CommonSettings.Host));
    }

    [Fact]
    public void An_account_that_is_not_there_is_told_with_the_places_where_it_was_looked_for()
    {
        var one = Msmtprc.Read("account a\n") with { Path = "/etc/msmtprc" };
        var two = one with { Path = "~/.msmtprc" };

        Assert.Equal("account x not found: no configuration file available", NotFound(LoadedConfiguration.None));
        Assert.Equal("account x not found in /etc/msmtprc", NotFound(new LoadedConfiguration(one, null)));
        Assert.Equal("account x not found in ~/.msmtprc", NotFound(new LoadedConfiguration(null, two)));
        Assert.Equal("account x not found in /etc/msmtprc and ~/.msmtprc", NotFound(new LoadedConfiguration(one, two)));
    }

    string NotFound(LoadedConfiguration files)
    {
        var e = Assert.Throws<MailException>(() => Search(files).Find(new AccountRequest { Name = "x" }));
        Assert.Equal(ExitCode.Config, e.ExitCode);
        return e.Message;
    }

    MailAccount Choose(AccountRequest request, string msmtprc) =>
        Search(new LoadedConfiguration(null, Msmtprc.Read(msmtprc))).Find(request);

    AccountSearch Search(LoadedConfiguration files, string? service = null) =>
        new(files, new UserEnvironment { Variable = name => variables.GetValueOrDefault(name) }, told.Add) { Service = service };
}
