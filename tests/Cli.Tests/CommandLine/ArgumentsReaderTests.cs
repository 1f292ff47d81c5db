using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Msmtp.Cli.Tests.CommandLine;

public sealed class ArgumentsReaderTests
{
    static readonly CommandLineContext Context = new() { Home = "/home/joe", Mechanisms = ["PLAIN"] };

    [Fact]
    public void Nothing_is_asked_for_by_an_empty_command_line()
    {
        var arguments = Read();

        Assert.False(arguments.PrintsVersion || arguments.PrintsHelp || arguments.OnlyPrints || arguments.IsPretend || arguments.IsDebug);
        Assert.False(arguments.HasHost || arguments.ReadsRecipients || arguments.ReadsEnvelopeFrom);
        Assert.Null(arguments.Mode);
        Assert.Null(arguments.File);
        Assert.Null(arguments.Account);
        Assert.Null(arguments.FullName);
        Assert.Empty(arguments.Recipients);
        Assert.False(arguments.Settings.Has(CommonSettings.From));
    }

    [Fact]
    public void What_is_no_setting_is_read_from_its_option()
    {
        var arguments = Read("-P", "-t", "-C", "rc", "--acc=work", "-FJoe \"X\" Smith", "--read-env", "-v", "a@b", "", "-");

        Assert.True(arguments is { IsPretend: true, IsDebug: true, ReadsRecipients: true, ReadsEnvelopeFrom: true });
        Assert.Equal("rc", arguments.File);
        Assert.Equal("work", arguments.Account);
        Assert.Equal("Joe \"X\" Smith", arguments.FullName);
        Assert.Equal(["a@b", "", "-"], arguments.Recipients);
    }

    [Fact]
    public void Settings_are_read_as_their_plugin_reads_them()
    {
        var settings = Read("--port= 0x19", "--timeout=1", "--auth=plain", "--user=u", "-X", "~/l", "--tls", "--tls-starttls=off").Settings;

        Assert.Equal(25, settings.Get(CommonSettings.Port));
        Assert.Equal(TimeSpan.FromSeconds(1), settings.Get(CommonSettings.Timeout));
        Assert.Equal("PLAIN", settings.Get(CommonSettings.Auth).Mechanism);
        Assert.Equal("u", settings.Get(CommonSettings.User));
        Assert.Equal("/home/joe/l", settings.Show("logfile"));
        Assert.True(settings.Get(CommonSettings.Tls));
        Assert.False(settings.Get(CommonSettings.TlsStartTls));
    }

    [Fact]
    public void The_last_of_several_wins()
    {
        var arguments = Read("--port=1", "--port=2", "-C", "/nope", "-C", "rc", "-ax", "-ay");

        Assert.Equal(2, arguments.Settings.Get(CommonSettings.Port));
        Assert.Equal("rc", arguments.File);
        Assert.Equal("y", arguments.Account);
    }

    [Fact]
    public void An_empty_argument_unsets()
    {
        var settings = Read("--user=u", "--logfile=l", "--user=", "--logfile=").Settings;

        Assert.True(settings.Has(CommonSettings.User));
        Assert.Null(settings.Get(CommonSettings.User));
        Assert.Equal("(not set)", settings.Show("logfile"));
    }

    [Theory]
    [InlineData("-bm", Operation.Send)]
    [InlineData("-bv", Operation.Verify)]
    [InlineData("-bi", Operation.CheckAliases)]
    public void The_mode_of_operation_is_sendmails(string word, object operation)
    {
        Assert.Equal(operation, Read("-r", "Joe <a@b>", "-U", word).Operation);
        Assert.Equal("a@b", Read("-U", "-r", "Joe <a@b>", word).Settings.Get(CommonSettings.From));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("<>", "")]
    [InlineData("<a@b>", "a@b")]
    [InlineData("Joe <a@b>", "a@b")]
    [InlineData("MAILER-DAEMON", "MAILER-DAEMON")]
    public void The_null_reverse_path_is_an_empty_sender(string argument, string from)
    {
        Assert.Equal(from, Read("-f", argument).Settings.Get(CommonSettings.From));
    }

    [Fact]
    public void A_host_is_noticed_even_when_it_is_empty()
    {
        Assert.True(Read("--host=h").HasHost);
        Assert.True(Read("--host=").HasHost);
    }

    [Fact]
    public void What_sendmail_takes_and_msmtp_does_not_need_is_taken_and_ignored()
    {
        var arguments = Read("-B8BITMIME -bm -b m -G -h 3 -i -L tag -m -n -O x=y -oem -Am you@x".Split(' '));

        Assert.Equal(["you@x"], arguments.Recipients);
    }

    [Theory]
    [InlineData("-bx", "unsupported operation mode bx")]
    [InlineData("-bs -t", "cannot use -t or --read-envelope-from in an SMTP session")]
    [InlineData("-bd --read-envelope-from", "cannot use -t or --read-envelope-from in an SMTP session")]
    [InlineData("-bs you@example.net", "too many arguments")]
    [InlineData("-bmx", "unsupported operation mode bmx")]
    [InlineData("-bx --bogus", "unsupported operation mode bx")]
    [InlineData("--port=zz --bogus", "invalid argument zz for --port")]
    [InlineData("-Nx", "invalid argument x for --dsn-notify")]
    [InlineData("-R x", "invalid argument x for --dsn-return")]
    [InlineData("-N ", "invalid argument  for --dsn-notify")]
    [InlineData("--connect-timeout=x", "invalid argument x for --timeout")]
    [InlineData("--keepbcc=x", "invalid argument x for --keepbcc")]
    [InlineData("--auth=PLAIN", "invalid argument PLAIN for --auth")]
    [InlineData("--auth=foo", "invalid argument foo for --auth")]
    [InlineData("--tls=ON", "invalid argument ON for --tls")]
    [InlineData("--tls=", "invalid argument  for --tls")]
    [InlineData("--syslog=", "invalid argument  for --syslog")]
    [InlineData("--port=", "invalid argument  for --port")]
    [InlineData("-a x --host=h --port=zz", "cannot use both --host and --account")]
    [InlineData("--host=h -a x --bogus", "cannot use both --host and --account")]
    [InlineData("--host= -a x", "cannot use both --host and --account")]
    [InlineData("-f x --read-envelope-from -a x --host=h", "cannot use both --from and --read-envelope-from")]
    [InlineData("--read-envelope-from --from=", "cannot use both --from and --read-envelope-from")]
    [InlineData("-S --rmqs=x", "cannot use both --serverinfo and --rmqs")]
    [InlineData("--rmqs=x -S", "cannot use both --serverinfo and --rmqs")]
    [InlineData("--rmqs=x -S --configure=a@b --version", "cannot use both --serverinfo and --rmqs")]
    [InlineData("-S x", "too many arguments")]
    [InlineData("-S -P x", "too many arguments")]
    [InlineData("--rmqs=x -t x", "too many arguments")]
    [InlineData("--version -a x --host=h", "cannot use both --host and --account")]
    public void What_is_wrong_first_is_the_error(string line, string message)
    {
        Assert.Equal(new UsageError(message), Error(line.Split(' ')) with { Advice = null });
    }

    [Fact]
    public void An_error_of_getopts_own_comes_after_those_to_its_left()
    {
        Assert.Equal("unrecognized option '--bogus'", Error("--host=h", "--bogus", "--port=zz").Message);
        Assert.Equal("unrecognized option '--bogus'", Error("--version", "--bogus").Message);
        Assert.Equal("invalid option -- 'Z'", Error("-Z", "-bs").Message);
    }

    [Theory]
    [InlineData("-f", "--from")]
    [InlineData("-F", "-F")]
    [InlineData("--user", "--user")]
    [InlineData("--rmqs", "--rmqs")]
    [InlineData("-C", "--file")]
    public void A_line_break_or_NUL_in_an_argument_is_refused(string option, string title)
    {
        foreach (var bad in new[] { "a\nb", "a\rb", "a\0b", "\n" })
            Assert.Equal(new UsageError($"invalid argument for {title}: it holds a line break or NUL"), Error(option, bad));
    }

    [Fact]
    public void A_recipient_may_hold_line_breaks()
    {
        Assert.Equal(["a@b\nCc: c@d"], Read("a@b\nCc: c@d").Recipients);
    }

    [Theory]
    [InlineData("-S", "serverinfo", "")]
    [InlineData("-S -S", "serverinfo", "")]
    [InlineData("-S <> ()", "serverinfo", "")]
    [InlineData("--rmqs=a --rmqs=b", "rmqs", "b")]
    [InlineData("--rmqs=", "rmqs", "")]
    [InlineData("--configure=a@b -S x", "configure", "a@b")]
    [InlineData("-S --configure=a@b x", "configure", "a@b")]
    [InlineData("--help --configure=a@b", "configure", "a@b")]
    public void A_mode_is_chosen_by_its_option_and_one_that_needs_no_account_goes_first(string line, string mode, string argument)
    {
        var arguments = Read(line.Split(' '));

        Assert.Equal(mode, arguments.Mode?.Option.Name);
        Assert.Equal(argument, arguments.ModeArgument);
        Assert.False(arguments.OnlyPrints);
    }

    [Theory]
    [InlineData("--version", true, false)]
    [InlineData("--help x", false, true)]
    [InlineData("--help --version", true, true)]
    [InlineData("-d0.1", true, false)]
    [InlineData("--debug=0.1 x", true, false)]
    [InlineData("--version -S x", true, false)]
    public void Version_and_help_are_all_that_is_done(string line, bool version, bool help)
    {
        var arguments = Read(line.Split(' '));

        Assert.Equal((version, help), (arguments.PrintsVersion, arguments.PrintsHelp));
        Assert.True(arguments.OnlyPrints);
    }

    [Theory]
    [InlineData("-d")]
    [InlineData("-d7")]
    [InlineData("-d0.10")]
    [InlineData("--debug=x")]
    [InlineData("-v")]
    public void Debugging_has_one_level(string option)
    {
        var arguments = Read(option);

        Assert.True(arguments.IsDebug);
        Assert.False(arguments.PrintsVersion);
    }

    [Fact]
    public void Credentials_are_shown_only_where_somebody_asks_for_them()
    {
        Assert.True(Read("--debug-secrets").ShowsSecrets);
        Assert.False(Read("-d").ShowsSecrets);
    }

    [Fact]
    public void A_plugins_option_that_nobody_registered_is_unknown()
    {
        var table = new OptionTable([CommonSettings.Host], []);

        Assert.False(ArgumentsReader.TryRead(["--serverinfo"], table, Context, out _, out var error));
        Assert.Equal("unrecognized option '--serverinfo'", error.Message);
    }

    [Property]
    public Property Any_command_line_gives_arguments_or_an_error() => Prop.ForAll(CommandLines.Arbitrary, static words =>
    {
        var isRead = ArgumentsReader.TryRead(words, MsmtpOptions.Table, Context, out var arguments, out var error);

        return isRead ? arguments is not null && error is null : arguments is null && error is not null;
    });

    static Arguments Read(params string[] words)
    {
        Assert.True(ArgumentsReader.TryRead(words, MsmtpOptions.Table, Context, out var arguments, out var error), error?.Message);
        return arguments;
    }

    static UsageError Error(params string[] words)
    {
        Assert.False(ArgumentsReader.TryRead(words, MsmtpOptions.Table, Context, out _, out var error));
        return error;
    }
}
