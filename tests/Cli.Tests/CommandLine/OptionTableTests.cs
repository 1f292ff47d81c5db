namespace Msmtp.Cli.Tests.CommandLine;

public sealed class OptionTableTests
{
    [Theory]
    [InlineData("tls", "tls")]
    [InlineData("tls-s", "tls-starttls")]
    [InlineData("ver", "version")]
    [InlineData("k", "keepbcc")]
    [InlineData("logfile", "logfile")]
    public void A_name_is_an_exact_match_or_an_unambiguous_beginning(string name, string option)
    {
        Assert.Equal([option], Names(MsmtpOptions.Table, name));
    }

    [Theory]
    [InlineData("auth", "auth")]
    [InlineData("au", "auth", "auto-from")]
    [InlineData("a", "account", "auto-from", "auth", "aliases", "add-missing-from-header", "add-missing-date-header")]
    [InlineData("de", "debug")]
    [InlineData("p", "pretend", "port", "passwordeval", "protocol", "proxy-host", "proxy-port")]
    [InlineData("pr", "pretend", "protocol", "proxy-host", "proxy-port")]
    [InlineData("autho", "authorize")]
    [InlineData("dea", "deauthorize")]
    [InlineData("pri", "print-token")]
    public void What_signs_in_takes_no_abbreviation_from_an_option_of_msmtp(string name, params string[] options) =>
        Assert.Equal(options.Order(), Names(MsmtpOptions.Table, name).Order());

    [Fact]
    public void Letters_are_found_whoever_registered_them()
    {
        Assert.Equal("serverinfo", MsmtpOptions.Table.Find('S')?.Mode?.Option.Name);
        Assert.Same(CommonSettings.From, MsmtpOptions.Table.Find('f')?.Setting?.Setting);
        Assert.Equal(OwnMeaning.Pretend, MsmtpOptions.Table.Find('P')?.Own);
        Assert.Null(MsmtpOptions.Table.Find('Q'));
    }

    [Fact]
    public void An_option_that_msmtp_does_not_have_makes_no_abbreviation_ambiguous()
    {
        var table = MsmtpOptions.With(
            new SettingOption("user-agent", ArgumentRule.Required),
            new SettingOption("mx", ArgumentRule.Required));

        Assert.Equal(["user"], Names(table, "us"));
        Assert.Equal(["user-agent"], Names(table, "user-"));
        Assert.Equal(["mx"], Names(table, "mx"));
    }

    [Fact]
    public void Options_that_msmtp_does_not_have_can_be_ambiguous_among_themselves()
    {
        var table = MsmtpOptions.With(new SettingOption("wax", ArgumentRule.None), new SettingOption("wane", ArgumentRule.None));

        Assert.Equal(["wax", "wane"], Names(table, "wa"));
        var read = GetOpt.Read(["--wa"], table, isPosixlyCorrect: false);
        Assert.Equal("option '--wa' is ambiguous; possibilities: '--wax' '--wane'", read.Error?.Message);
    }

    [Fact]
    public void Candidates_that_do_the_same_are_not_ambiguous()
    {
        var table = MsmtpOptions.With(
            new SettingOption("wax", ArgumentRule.Required),
            new SettingOption("waxen", ArgumentRule.Required) { SynonymOf = "wax" },
            new SettingOption("zinc", ArgumentRule.Required),
            new SettingOption("zincy", ArgumentRule.Optional) { SynonymOf = "zinc" });

        Assert.Equal(["wax"], Names(table, "wa"));
        Assert.Equal(["zinc", "zincy"], Names(table, "zi"));
    }

    static IEnumerable<string> Names(OptionTable table, string name) => table.Find(name.AsSpan()).Select(static known => known.Option.Name);
}
