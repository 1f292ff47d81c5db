using Msmtp.Hosting;
using NSubstitute;

namespace Msmtp.Host.Tests.Configuration;

public sealed class ConfigurationReaderTests
{
    [Theory]
    [InlineData("account a\nbogus x\n", "rc: line 2: unknown command bogus")]
    [InlineData("HOST x\n", "rc: line 1: unknown command HOST")]
    [InlineData("\n\uFEFFhost x\n", "rc: line 2: unknown command \uFEFFhost")]
    [InlineData("host h\nuser \"joe\n", "rc: line 2: the argument of command user begins with a quote but does not end with one")]
    [InlineData("host h\npassword \"\n", "rc: line 2: the argument of command password begins with a quote but does not end with one")]
    [InlineData("account \"home\n", "rc: line 1: the argument of command account begins with a quote but does not end with one")]
    [InlineData("eval \"echo host x\n", "rc: line 1: the argument of command eval begins with a quote but does not end with one")]
    [InlineData("# c\n\nhost\n", "rc: line 3: command host needs an argument")]
    [InlineData("no_switch x\n", "rc: line 1: command no_switch does not take an argument")]
    [InlineData("defaults x\n", "rc: line 1: command defaults does not take an argument")]
    [InlineData("port 25x\n", "rc: line 1: invalid argument 25x for command port")]
    [InlineData("port 0\n", "rc: line 1: invalid argument 0 for command port")]
    [InlineData("timeout 99999999999999999999\n", "rc: line 1: invalid argument 99999999999999999999 for command timeout")]
    [InlineData("protocol SMTP\n", "rc: line 1: invalid argument SMTP for command protocol")]
    [InlineData("auth PLAIN\n", "rc: line 1: invalid argument PLAIN for command auth")]
    [InlineData("auth foo\n", "rc: line 1: invalid argument foo for command auth")]
    [InlineData("tls maybe\n", "rc: line 1: invalid argument maybe for command tls")]
    [InlineData("allow_from_override\n", "rc: line 1: invalid argument  for command allow_from_override")]
    [InlineData("eval\n", "rc: line 1: command eval needs an argument")]
    [InlineData("account\n", "rc: line 1: missing account name")]
    [InlineData("account a\naccount : a\n", "rc: line 2: missing account name")]
    [InlineData("account a\naccount b :\n", "rc: line 2: missing account name")]
    [InlineData("account a\naccount b : a,,\n", "rc: line 2: missing account name")]
    [InlineData("account a,b\n", "rc: line 1: an account name must not contain colons or commas")]
    [InlineData("account a\naccount b : a,\"\"\n", "rc: line 2: missing account name")]
    [InlineData("account a\naccount \"\" : a\n", "rc: line 2: missing account name")]
    [InlineData("account a\naccount b : \" a\"\n", "rc: line 2: account  a not (yet) defined")]
    [InlineData("account a\naccount b : \"a,a\"\n", "rc: line 2: account \"a not (yet) defined")]
    [InlineData("account a\naccount b : a : c\n", "rc: line 2: account a : c not (yet) defined")]
    [InlineData("account a\naccount a\n", "rc: line 2: account a was already defined")]
    [InlineData("host h\naccount default\n", "rc: line 2: account default was already defined")]
    [InlineData("account a : b\naccount b\n", "rc: line 1: account b not (yet) defined")]
    [InlineData("account a : a\n", "rc: line 1: account a not (yet) defined")]
    public void A_wrong_line_is_told_with_file_and_number(string text, string error)
    {
        Assert.Equal(error, Msmtprc.Error(text));
    }

    [Fact]
    public void A_line_that_is_too_long_has_no_number()
    {
        Assert.Equal("rc: line longer than 500 characters", Msmtprc.Error("host h\nuser " + new string('x', 495) + "\n"));
    }

    [Theory]
    [InlineData("0x19", 25)]
    [InlineData("010", 8)]
    [InlineData("+26", 26)]
    [InlineData("007", 7)]
    public void Numbers_are_read_as_strtol_reads_them(string text, int port)
    {
        Assert.Equal(port, Msmtprc.Settings($"port {text}\n", "default").Get(CommonSettings.Port));
    }

    [Fact]
    public void Settings_before_any_account_are_the_default_account()
    {
        Assert.Equal("h", Msmtprc.Settings("host h\n", "default").Get(CommonSettings.Host));
    }

    [Fact]
    public void Defaults_add_up_and_reach_only_accounts_that_start_later()
    {
        const string Text = "defaults\nuser u\naccount a\nhost h\ndefaults\nport 99\naccount b\nhost i\n";

        Assert.Equal(("u", 25), (Msmtprc.Settings(Text, "a").Get(CommonSettings.User), Msmtprc.Settings(Text, "a").Get(CommonSettings.Port)));
        Assert.Equal(("u", 99), (Msmtprc.Settings(Text, "b").Get(CommonSettings.User), Msmtprc.Settings(Text, "b").Get(CommonSettings.Port)));
    }

    [Fact]
    public void What_a_parent_got_from_defaults_is_not_passed_on()
    {
        var child = Msmtprc.Settings("defaults\nuser d1\nport 77\naccount a\nhost h\ndefaults\nuser d2\naccount b : a\n", "b");

        Assert.Equal(("h", "d2", 77), (child.Get(CommonSettings.Host), child.Get(CommonSettings.User), child.Get(CommonSettings.Port)));
    }

    [Fact]
    public void Parents_are_laid_over_each_other_in_their_order_and_an_emptied_setting_counts()
    {
        var child = Msmtprc.Settings("account a\nhost ha\nuser ua\naccount b\nuser\nport 9\naccount c : a , b\nport 10\n", "c");

        Assert.Equal(("ha", null, 10), (child.Get(CommonSettings.Host), child.Get(CommonSettings.User), child.Get(CommonSettings.Port)));
    }

    [Fact]
    public void An_old_name_keeps_its_own_reading()
    {
        Assert.Equal(TimeSpan.FromSeconds(3), Msmtprc.Settings("connect_timeout 3\n", "default").Get(CommonSettings.Timeout));
        Assert.False(Msmtprc.Settings("tls_nostarttls\n", "default").Get(CommonSettings.TlsStartTls));
    }

    [Theory]
    [InlineData("password x\n", true)]
    [InlineData("password\n", true)]
    [InlineData("defaults\npassword x\n", true)]
    [InlineData("user x\n", false)]
    public void A_file_with_a_password_command_holds_a_secret(string text, bool holds)
    {
        Assert.Equal(holds, Msmtprc.Read(text).HoldsSecret);
    }

    [Fact]
    public void An_eval_line_is_replaced_by_what_its_command_prints()
    {
        var shell = Substitute.For<IShell>();
        shell.ReadFirstLineAsync("pass show 'mail'", Arg.Any<CancellationToken>()).Returns("  user joe smith "u8.ToArray());

        var file = Msmtprc.Read("eval \"pass show 'mail'\"\n", shell);

        Assert.Equal("joe smith", file.Find("default")!.Settings.Get(CommonSettings.User));
    }

    [Fact]
    public void What_the_command_of_an_eval_line_printed_is_zeroed_and_the_password_kept()
    {
        var printed = "password secret"u8.ToArray();
        var shell = Substitute.For<IShell>();
        shell.ReadFirstLineAsync("pass mail", Arg.Any<CancellationToken>()).Returns(printed);

        var file = Msmtprc.Read("eval pass mail\n", shell);

        Assert.All(printed, static octet => Assert.Equal(0, octet));
        Assert.Equal("secret"u8, file.Find("default")!.Settings.Get(CommonSettings.Password)!.Reveal());
    }

    [Fact]
    public void An_eval_line_whose_command_prints_nothing_is_an_error_of_input()
    {
        var e = Assert.Throws<MailException>(() => Msmtprc.Read("eval true\n"));

        Assert.Equal((ExitCode.IoErr, "rc: cannot read output of 'true'"), (e.ExitCode, e.Message));
    }

    [Fact]
    public void An_eval_line_does_not_print_another_eval_line()
    {
        var shell = Substitute.For<IShell>();
        shell.ReadFirstLineAsync("echo eval true", Arg.Any<CancellationToken>()).Returns("eval true"u8.ToArray());

        var e = Assert.Throws<MailException>(() => Msmtprc.Read("eval echo eval true\n", shell));

        Assert.Equal("rc: line 1: unknown command eval", e.Message);
    }

    [Theory]
    [InlineData("host a\rb\n", "host")]
    [InlineData("password a\rb\n", "password")]
    [InlineData("from a@b>\rRCPT TO:<c@d\n", "from")]
    public void A_carriage_return_inside_an_argument_is_refused(string text, string command)
    {
        var e = Assert.Throws<MailException>(() => Msmtprc.Read(text));

        Assert.Equal((ExitCode.DataErr, $"rc: line 1: the argument of command {command} holds a line break or NUL"), (e.ExitCode, e.Message));
    }

    [Theory]
    [InlineData("account \"a b\"\nuser u\naccount c : \"a b\"\n", "c")]
    [InlineData("account \"a b\"\nuser u\naccount \"c d\" : \"a b\" , a b\n", "c d")]
    [InlineData("account a\nuser u\naccount \"c : a\"\n", "c")]
    [InlineData("account \" c \"\nuser u\n", " c ")]
    public void An_account_name_may_be_quoted(string text, string name) =>
        Assert.Equal("u", Msmtprc.Read(text).Accounts.Single(account => account.Name == name).Settings.Get(CommonSettings.User));

    [FsCheck.Xunit.Property]
    public bool Whatever_a_file_holds_it_is_read_or_refused_with_its_name(byte[] octets)
    {
        var reader = Msmtprc.Reader(PluginRegistry.Of([new CorePlugin()]), Substitute.For<IShell>());
        var reading = reader.ReadAsync(Msmtprc.Source, octets, CancellationToken.None).AsTask();
        return reading.IsCompletedSuccessfully
            || reading.Exception?.InnerException is MailException e && e.Message.StartsWith("rc: ", StringComparison.Ordinal);
    }
}
