using System.Text;
using Msmtp.Hosting;
using NSubstitute;

namespace Msmtp.Host.Tests.Configuration;

/// <summary>What is advised about a msmtprc that cannot be read, and about an account that is not in it.</summary>
public sealed class SettingAdviceTests
{
    [Theory]
    [InlineData("hosst x\n", "did you mean host?")]
    [InlineData("HOST x\n", "did you mean host?")]
    [InlineData("tls-starttls on\n", "did you mean tls_starttls?")]
    [InlineData("starttls on\n", "did you mean tls_starttls?")]
    [InlineData("prot 25\n", "did you mean port?")]
    [InlineData("acount a\n", "did you mean account?")]
    [InlineData("new_swich on\n", "did you mean new_switch?")]
    [InlineData("bogus x\n", null)]
    [InlineData("bogus x\n# c\n plugin far\n", "the commands of a plugin must come below the line that loads it, and plugin far (line 3) comes after this line")]
    [InlineData("hosst x\nplugin far\n", "did you mean host? Or: the commands of a plugin must come below the line that loads it, and plugin far (line 2) comes after this line")]
    [InlineData("tls yes\n", "tls takes on, off")]
    [InlineData("allow_from_override\n", "allow_from_override takes on, off")]
    [InlineData("set_from_header aut\n", "did you mean auto? set_from_header takes auto, on, off")]
    [InlineData("add_missing_from_header auto\n", "add_missing_from_header takes on, off")]
    [InlineData("undisclosed_recipients yes\n", "undisclosed_recipients takes on, off")]
    [InlineData("port 99999\n", "port takes a number from 1 to 65535")]
    [InlineData("port\n", "port takes a number from 1 to 65535")]
    [InlineData("timeout -1\n", "timeout takes off, or a number of seconds above zero")]
    [InlineData("protocol smpt\n", "did you mean smtp? protocol takes smtp, lmtp")]
    [InlineData("auth plian\n", "did you mean plain? auth takes on, off, plain")]
    [InlineData("no_switch on\n", null)]
    [InlineData("account work\naccount a : wrok\n", "did you mean work?")]
    [InlineData("account work\naccount home\naccount a : work, x\n", "the accounts are work, home")]
    [InlineData("account a : b\n", null)]
    [InlineData("host h\nuser \"joe\n", "close the quote; if the argument itself begins with a quote, put all of it in another pair of quotes")]
    public void About_a_line(string text, string? advice) =>
        Assert.Equal(advice, Assert.Throws<MailException>(() => Msmtprc.Read(text)).Advice);

    [Theory]
    [InlineData("wrok", "did you mean work?")]
    [InlineData("Work", "did you mean work?")]
    [InlineData("nothing", "the accounts are work, home")]
    [InlineData("default", "write \"account default : work\" at the end, or name an account with -a; the accounts are work, home")]
    public void About_an_account(string name, string advice) =>
        Assert.Equal(advice, NotFound(name, new LoadedConfiguration(null, Msmtprc.Read("account work\naccount home\n"))));

    [Fact]
    public void About_the_only_account() =>
        Assert.Equal("the only account is work", NotFound("nothing", new LoadedConfiguration(null, Msmtprc.Read("account work\n"))));

    [Fact]
    public void About_no_account_at_all()
    {
        Assert.Contains("msmtp --configure=ADDRESS", NotFound("default", LoadedConfiguration.None), StringComparison.Ordinal);
        Assert.Contains("msmtp --configure=ADDRESS", NotFound("default", new LoadedConfiguration(null, Msmtprc.Read("# nothing\n"))), StringComparison.Ordinal);
        Assert.Equal(
            "/etc/msmtprc exists, but you cannot read it: Permission denied",
            NotFound("default", LoadedConfiguration.None with { Unread = [new UnreadFile("/etc/msmtprc", "Permission denied")] }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("account default\n")]
    public void A_mark_of_utf8_in_front_of_the_file_is_no_part_of_it(string before) =>
        Assert.Equal("x", Msmtprc.Settings($"\uFEFF{before}host x\n", "default").Get(CommonSettings.Host));

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-32", true)]
    public void A_file_in_utf16_is_called_so(string name, bool hasMark)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] octets = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes("account default\nhost x\n")];
        var reader = Msmtprc.Reader(PluginRegistry.Of([new CorePlugin()]), Substitute.For<IShell>());

        var e = Assert.Throws<MailException>(() => reader.ReadAsync(Msmtprc.Source, octets, TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult());

        Assert.Equal((ExitCode.Config, "rc: line 1: the file is in UTF-16: save it as UTF-8"), (e.ExitCode, e.Message));
    }

    [Fact]
    public void A_secret_is_not_in_the_advice()
    {
        var secret = new SettingKey<Secret?>("token", null, static (SettingArgument argument, out Secret? value) =>
        {
            value = null;
            return false;
        })
        {
            IsSecret = true,
            Allowed = "words, letters",
        };

        Assert.Equal("token takes words, letters", SettingAdvice.Of(new ConfigurationLine("token", "wordz"u8.ToArray()), Knowing(secret), [], null));
    }

    static PluginRegistry Knowing(SettingKey key)
    {
        var plugin = Substitute.For<IPlugin>();
        plugin.Id.Returns("tests.key");
        plugin.When(p => p.Register(Arg.Any<IPluginRegistry>())).Do(call => call.Arg<IPluginRegistry>().AddSetting(key));
        return PluginRegistry.Of([new CorePlugin(), plugin]);
    }

    static string? NotFound(string name, LoadedConfiguration files) => Assert.Throws<MailException>(() =>
        new AccountSearch(files, new UserEnvironment { Variable = static _ => null }, static _ => { }).Find(
            new AccountRequest { Name = name == "default" ? null : name })).Advice;
}
