using Msmtp.Hosting;
using Msmtp.TestKit;

namespace Msmtp.Host.Tests.Configuration;

public sealed class SendmailOptionsTests : IDisposable
{
    readonly TempDirectory home = new();

    [Theory]
    [InlineData("sendmail_options strict\n", true)]
    [InlineData("host h\r\naccount a\r\n \t sendmail_options\t\"strict\" \r\n", true)]
    [InlineData("\uFEFFsendmail_options strict", true)]
    [InlineData("account a\nsendmail_options any\naccount b\nsendmail_options strict\n", true)]
    [InlineData("sendmail_options strikt\n", true)]
    [InlineData("sendmail_options\n", true)]
    [InlineData("sendmail_options any\nhost h\n", false)]
    [InlineData("# sendmail_options strict\n", false)]
    [InlineData("eval echo sendmail_options strict\n", false)]
    [InlineData("bogus\n", false)]
    [InlineData("", false)]
    public void A_line_of_the_file_decides(string text, bool expected)
    {
        Assert.Equal(expected, SendmailOptions.AreStrict(home.Write("rc", text)));
    }

    [Fact]
    public void A_file_that_cannot_be_read_might_want_it()
    {
        Assert.False(SendmailOptions.AreStrict(home.File("missing")));
        Assert.True(SendmailOptions.AreStrict(home.Path));
        Assert.True(SendmailOptions.AreStrict(home.Write("wide", [0xFF, 0xFE, (byte)'h', 0])));
        Assert.True(SendmailOptions.AreStrict(home.Write("long", new string('x', 600))));
    }

    [Theory]
    [InlineData("sendmail_options strict\naccount a\nhost h\naccount default\nhost d\n")]
    [InlineData("sendmail_options strict\naccount a\nhost h\naccount default : a\nhost d\n")]
    [InlineData("sendmail_options strict\ndefaults\nport 25\naccount default\nhost d\n")]
    [InlineData("sendmail_options strict\nhost d\n")]
    [InlineData("host d\nsendmail_options strict\n")]
    public void Before_all_accounts_it_is_no_account(string text)
    {
        var settings = Msmtprc.Settings(text, "default");
        Assert.Equal(("d", "strict"), (settings.Get(CommonSettings.Host), SendmailOptions.Strict.Show(settings)));
    }

    [Theory]
    [InlineData("sendmail_options strict", "strict")]
    [InlineData("sendmail_options any", "any")]
    [InlineData("host h", "any")]
    public void It_is_a_setting_as_others_are(string line, string shown)
    {
        Assert.Equal(shown, SendmailOptions.Strict.Show(Msmtprc.Settings($"account a\n{line}\n", "a")));
    }

    [Fact]
    public void A_slip_is_an_error()
    {
        Assert.Equal("rc: line 1: invalid argument strikt for command sendmail_options", Msmtprc.Error("sendmail_options strikt\n"));
    }

    public void Dispose() => home.Dispose();
}
