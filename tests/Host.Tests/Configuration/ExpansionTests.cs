using Msmtp.Hosting;
using NSubstitute;

namespace Msmtp.Host.Tests.Configuration;

/// <summary><c>expand on</c>: variables and patterns in arguments.</summary>
public sealed class ExpansionTests
{
    static readonly Dictionary<string, string> Variables = new()
    {
        ["HOME"] = "/home/joe", ["USER"] = "joe", ["X"] = "x", ["_Y2"] = "y y", ["EMPTY"] = "", ["PERCENT"] = "100%U", ["DOLLAR"] = "${X}$$", ["QUOTE"] = "\"q\"",
        ["BREAK"] = "a\nRCPT TO:<b>", ["LIST"] = "a : b", ["COMMA"] = "a,b", ["TILDE"] = "~/f", ["SECRET"] = "never-shown",
    };

    static ConfigurationFile Read(string text)
    {
        var user = new UserEnvironment
        {
            Variable = Variables.GetValueOrDefault,
            Machine = static () => "host.example.org",
            Canonical = static host => "canonical." + host,
        };
        var reader = new ConfigurationReader(
            PluginRegistry.Of([new CorePlugin(), .. DefaultPlugins()]), Substitute.For<IShell>(), new Expansion(user, new PluginEnvironment { Home = "/home/joe", SystemConfiguration = "/nowhere" }));
        return reader.ReadAsync(Msmtprc.Source, System.Text.Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult();
    }

    static IPlugin[] DefaultPlugins() => [new OneFormat()];

    static AccountSettings Settings(string text) => Read("expand on\n" + text).Find("default")!.Settings;

    static MailException Error(string line) => Assert.Throws<MailException>(() => Read($"expand on\n{line}\n"));

    [Theory]
    [InlineData("${X}", "x")]
    [InlineData("a${X}${_Y2}b", "axy yb")]
    [InlineData("\" ${X} \"", " x ")]
    [InlineData("${X:-z}", "x")]
    [InlineData("${NONE:-z}", "z")]
    [InlineData("${EMPTY:-z}", "z")]
    [InlineData("${NONE:-a:-b {c}", "a:-b {c")]
    [InlineData("a${NONE:-}b", "ab")]
    [InlineData("${PERCENT}", "100%U")]
    [InlineData("${DOLLAR}", "${X}$$")]
    [InlineData("${QUOTE}", "\"q\"")]
    [InlineData("$$", "$")]
    [InlineData("$${X}", "${X}")]
    [InlineData("$$${X}", "$x")]
    [InlineData("%%", "%")]
    [InlineData("%%h", "%h")]
    [InlineData("%%%h", "%/home/joe")]
    [InlineData("%h %d %u %U %l %H %L %C", "/home/joe /home/joe joe joe host.example.org host.example.org host canonical.host.example.org")]
    [InlineData("nothing", "nothing")]
    [InlineData("é${X}é", "éxé")]
    public void Variables_and_patterns_are_replaced_once(string argument, string user)
    {
        Assert.Equal(user, Settings($"user {argument}\n").Get(CommonSettings.User));
    }

    [Theory]
    [InlineData("user ${NONE}", "command user: the variable NONE is not set")]
    [InlineData("user ${EMPTY}", "command user: the variable EMPTY is empty")]
    [InlineData("user ${SECRET}${NONE}", "command user: the variable NONE is not set")]
    [InlineData("account ${NONE}", "command account: the variable NONE is not set")]
    [InlineData("include ${NONE}", "command include: the variable NONE is not set")]
    public void A_variable_that_is_not_set_is_named_and_no_value(string line, string error)
    {
        var e = Error(line);

        Assert.Equal((ExitCode.Config, $"rc: line 2: {error}"), (e.ExitCode, e.Message));
        Assert.Contains(":-text} would stand for the text then", e.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain(Variables["SECRET"], e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user a$X", "a $ is neither followed by {, for a variable, nor by another one, for a dollar sign")]
    [InlineData("user a$", "a $ is neither followed by {, for a variable, nor by another one, for a dollar sign")]
    [InlineData("user ${X", "a ${ has no }")]
    [InlineData("user ${}", "${} is no name of a variable")]
    [InlineData("user ${:-x}", "${} is no name of a variable")]
    [InlineData("user ${1}", "${1} is no name of a variable")]
    [InlineData("user ${X-y}", "${X-y} is no name of a variable")]
    [InlineData("user ${ X}", "${ X} is no name of a variable")]
    [InlineData("user ${X:-${NONE}}", "the default of ${X} has a $ or %, and nothing is replaced in it")]
    [InlineData("user ${NONE:-100%}", "the default of ${NONE} has a $ or %, and nothing is replaced in it")]
    [InlineData("user 100%", "a % is the last character: a percent sign is written %%")]
    [InlineData("user %F", "%F is the sender of a mail, which is known too late here")]
    public void What_would_mean_something_else_is_an_error(string line, string error)
    {
        var e = Error(line);

        Assert.Equal((ExitCode.Config, $"rc: line 2: command user: {error}", null), (e.ExitCode, e.Message, e.Advice));
    }

    [Fact]
    public void An_unknown_pattern_is_told_those_that_there_are()
    {
        Assert.StartsWith("rc: line 2: command user: unknown pattern %q; there is %h and %d (home), ", Error("user %q").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("password a${X}%h$%", "a${X}%h$%")]
    public void A_secret_is_what_is_written(string line, string secret)
    {
        Assert.Equal(System.Text.Encoding.UTF8.GetBytes(secret), Settings(line + "\n").Get(CommonSettings.Password)!.Reveal().ToArray());
    }

    [Fact]
    public void So_are_commands_and_formats()
    {
        var settings = Settings("shown_format %H:%M $1\nshown_command echo $X %d ${NONE}\n");

        Assert.Equal(("%H:%M $1", "echo $X %d ${NONE}"), (settings.Get(OneFormat.Format), settings.Get(OneFormat.Command)));
    }

    [Fact]
    public void Secrets_and_commands_are_literal_without_saying_so()
    {
        Assert.True(CommonSettings.Password.IsLiteral);
        Assert.True(OneFormat.Command.IsLiteral);
        Assert.True(SendmailOptions.Strict.IsLiteral);
        Assert.False(CommonSettings.User.IsLiteral);
    }

    [Fact]
    public void Patterns_of_a_setting_wait_for_the_mail()
    {
        Assert.Equal("%U+%F@%M.x", Settings("from %U+%F@%M.${X}\n").Get(CommonSettings.From));
        Assert.Equal("/home/joe%%", Settings("from %h%%%%\n").Get(CommonSettings.From));
    }

    [Theory]
    [InlineData("from ${PERCENT}@example.org")]
    [InlineData("from %%U@example.org")]
    [InlineData("from %F%%F")]
    [InlineData("from %%${NONE:-U}")]
    public void What_would_be_replaced_a_second_time_is_an_error(string line)
    {
        Assert.Contains("has a % before one of the letters UHCMF, which cannot stand for itself here", Error(line).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_name_that_is_missing_is_told_with_the_line()
    {
        Assert.Equal("rc: line 2: /nowhere/mailname: No such file or directory", Error("user %M").Message);
    }

    [Fact]
    public void A_value_with_a_line_break_is_refused()
    {
        var e = Error("user ${BREAK}");

        Assert.Equal((ExitCode.DataErr, "rc: line 2: the argument of command user holds a line break or NUL"), (e.ExitCode, e.Message));
    }

    [Fact]
    public void A_value_that_makes_no_sense_is_told_like_any_other()
    {
        Assert.Equal("rc: line 2: invalid argument x for command port", Error("port ${X}").Message);
    }

    [Fact]
    public void A_command_that_nobody_knows_is_just_that()
    {
        Assert.Equal("rc: line 2: unknown command prot", Error("prot ${NONE}").Message);
    }

    [Fact]
    public void A_tilde_at_the_begin_is_the_home_wherever_it_comes_from()
    {
        Assert.Equal("/home/joe/f", Settings("tls_trust_file ${TILDE}\n").Get(CommonSettings.TlsTrustFile));
    }

    [Fact]
    public void Names_of_accounts_may_differ()
    {
        var file = Read("expand on\naccount ${X}\nuser joe\naccount default : ${X}\n");

        Assert.Equal("joe", file.Find("x")!.Settings.Get(CommonSettings.User));
        Assert.Equal("joe", file.Find("default")!.Settings.Get(CommonSettings.User));
    }

    [Theory]
    [InlineData("account ${LIST}", "${LIST}")]
    [InlineData("account x : ${COMMA}", "${COMMA}")]
    public void A_name_is_one_name(string line, string part)
    {
        Assert.Equal($"rc: line 2: command account: {part} has a colon or comma, which no name can have", Error(line).Message);
    }

    [Fact]
    public void Which_code_runs_does_not_depend_on_the_environment()
    {
        Assert.Contains("plugin ${X} cannot be used", Error("plugin ${X}").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("expand maybe")]
    [InlineData("expand On")]
    [InlineData("expand ${X}")]
    public void The_command_takes_on_and_off(string line)
    {
        var e = Error(line);

        Assert.Equal(($"rc: line 2: invalid argument {line[7..]} for command expand", "expand takes on, off"), (e.Message, e.Advice));
    }

    [Fact]
    public void What_was_replaced_is_noted_without_its_value()
    {
        Assert.Equal(
            [
                "user in line 3 of rc is made of ${SECRET}, %h",
                "host in line 4 of rc is made of the default of ${NONE}",
                "account in line 6 of rc is made of ${X}",
            ],
            Read("expand on\n\nuser ${SECRET}%h\nhost ${NONE:-h}\nfrom %U@$$%%x\naccount ${X}\n").Notes);
    }

    [Fact]
    public void Without_it_everything_is_as_it_is_written()
    {
        var settings = Read("user ${NONE}$%q%%$$\nfrom %%U@x$\n").Find("default")!.Settings;

        Assert.Equal(("${NONE}$%q%%$$", "%%U@x$"), (settings.Get(CommonSettings.User), settings.Get(CommonSettings.From)));
    }

    sealed class OneFormat : IPlugin
    {
        public static readonly SettingKey<string?> Format = new("shown_format", null, SettingParsers.Text) { IsLiteral = true };
        public static readonly SettingKey<string?> Command = new("shown_command", null, SettingParsers.Text) { IsCommand = true };

        public string Id => "tests.format";

        public void Register(IPluginRegistry registry) => registry.AddSetting(Format).AddSetting(Command);
    }
}
