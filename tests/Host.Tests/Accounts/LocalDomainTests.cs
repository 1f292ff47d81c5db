using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Accounts;

public sealed class LocalDomainTests
{
    [Theory]
    [InlineData("root", "root@example.org")]
    [InlineData("\"a b\"", "\"a b\"@example.org")]
    [InlineData("root@x", "root@x")]
    [InlineData("root@localhost", "root@localhost")]
    public void Only_addresses_without_a_domain_get_it(string address, string complete) =>
        Assert.Equal(complete, LocalDomain.Complete(address, "example.org"));

    [Theory]
    [InlineData("")]
    [InlineData("example.org")]
    [InlineData("host")]
    [InlineData("bücher.example")]
    [InlineData("[192.0.2.1]")]
    [InlineData("%H")]
    [InlineData("%H.example.org")]
    [InlineData("%C")]
    [InlineData("%M")]
    public void A_domain_or_a_pattern_of_one_is_taken(string argument) => Assert.Equal(argument.Length > 0 ? argument : null, Parse(argument));

    [Theory]
    [InlineData("@example.org")]
    [InlineData("root@example.org")]
    [InlineData("a b")]
    [InlineData("a..b")]
    [InlineData("example.org.")]
    [InlineData("*.example.org")]
    [InlineData("%U")]
    [InlineData("b\u00FC..example")]
    [InlineData("a<b")]
    [InlineData("[a")]
    public void Anything_else_is_refused(string argument) => Assert.Equal("refused", Parse(argument));

    [Theory]
    [InlineData("my host")]
    [InlineData("(none)")]
    [InlineData("x>")]
    public void A_machine_without_a_usable_name_is_told(string name)
    {
        var settings = AccountSettings.Empty.With(LocalDomain.Setting, name);

        var e = Assert.Throws<MailException>(() => LocalDomain.Of(settings));

        Assert.Equal((ExitCode.Config, $"local_domain: '{name}' is not a domain"), (e.ExitCode, e.Message));
        Assert.Throws<MailException>(() => AliasExpansion.Expand(["a@b"], settings, static _ => false));
    }

    [Fact]
    public void Recipients_get_it_after_their_aliases()
    {
        using var home = new Msmtp.TestKit.TempDirectory();
        var aliases = home.Write("aliases", "root: ops, a@x\nops: \\jack\n");
        var settings = AccountSettings.Empty.With(LocalDomain.Setting, "example.org").With(EnvelopeSettings.Aliases, aliases);

        Assert.Equal(["a@x", "jack@example.org", "joe@example.org", "b@y"], AliasExpansion.Expand(["root", "joe", "b@y"], settings, static _ => false));
    }

    [Theory]
    [InlineData("me", "me@example.org")]
    [InlineData("Me <me>", "me@example.org")]
    [InlineData("me@x", "me@x")]
    [InlineData("", "")]
    [InlineData("<>", "")]
    [InlineData("MAILER-DAEMON", "MAILER-DAEMON")]
    public void So_does_the_sender_unless_there_is_none(string from, string sender) => Assert.Equal(
        sender, MailComposer.Sender(AccountSettings.Empty.With(CommonSettings.From, from).With(LocalDomain.Setting, "example.org")));

    static string? Parse(string argument)
    {
        var settings = new AccountSettingsBuilder();
        return LocalDomain.Setting.Spellings[0].TryApply(new SettingArgument(argument), settings) ? settings.Build().Get(LocalDomain.Setting) : "refused";
    }
}
