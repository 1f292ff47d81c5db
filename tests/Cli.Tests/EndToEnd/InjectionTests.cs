using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>Nothing from outside can end a command line and begin another.</summary>
public sealed class InjectionTests : EndToEndTest
{
    const string Lf = "\nRSET";
    const string Cr = "\rRSET";

    /// <summary>Options that hold a line end, and how a complaint has to name them.</summary>
    public static TheoryData<string, string> Options()
    {
        var options = new TheoryData<string, string>();
        foreach (var end in new[] { Lf, Cr })
        {
            options.Add("--from=me@example.org" + end, "--from");
            options.Add("-fme@example.org" + end, "--from");
            options.Add("-FMe" + end, "-F");
            options.Add("--domain=example.org" + end, "--domain");
            options.Add("--user=me" + end, "--user");
            options.Add("--host=127.0.0.1" + end, "--host");
            options.Add("--dsn-notify=never" + end, "--dsn-notify");
            options.Add("--dsn-return=full" + end, "--dsn-return");
            options.Add("--rmqs=example.org" + end, "--rmqs");
            options.Add("--maildomain=example.org" + end, "--maildomain");
        }
        return options;
    }

    [Theory, MemberData(nameof(Options))]
    public async Task An_option_that_holds_a_line_end_is_refused_by_name(string option, string name)
    {
        await using var sink = MailSink.Start();
        string[] recipient = option.StartsWith("--rmqs", StringComparison.Ordinal) ? [] : ["you@example.net"];

        var result = await SendAsync(Flavour.Native, [.. Server(sink.Port), option, .. recipient]);

        Assert.Equal(64, result.ExitCode);
        Assert.Contains(name, result.ErrorText, StringComparison.Ordinal);
        Assert.Empty(sink.Commands);
    }

    [Theory, EachFlavour]
    public async Task Both_commands_refuse_a_sender_with_a_line_end(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        var sender = "--from=me@example.org\nRCPT TO:<evil@example.org>";
        var result = await SendAsync(flavour, [.. Server(sink.Port), sender, "you@example.net"]);

        Assert.Equal(64, result.ExitCode);
        Assert.Empty(sink.Commands);
    }

    /// <summary>Lines of msmtprc whose setting goes into a command, and how a complaint has to name what is wrong.</summary>
    public static TheoryData<string, string> Settings => new()
    {
        { "domain example.org\rRSET", "domain" },
        { "from me@example.org\rRSET", "command from" },
        { "eval printf 'domain example.org\\rRSET'", "domain" },
        { "eval printf 'domain example.org\\000RSET'", "domain" },
        { "eval printf 'from me@example.org\\000RSET'", "command from" },
        { "auto_from on\nmaildomain example.org\rRSET", "maildomain" },
        { "user joe\rRSET", "user" },
        { "password x\ry", "password" },
        { "dsn_notify never\rRSET", "dsn_notify" },
        { "dsn_return full\rRSET", "dsn_return" },
    };

    [Theory, MemberData(nameof(Settings))]
    public async Task A_setting_that_holds_a_line_end_is_refused_by_name(string lines, string name)
    {
        await using var sink = MailSink.Start();

        var result = await SendAsync(Flavour.Native, "-C", Msmtprc(sink.Port, lines), "you@example.net");

        AssertRefused(result, name);
        Assert.Empty(sink.Commands);
    }

    [Theory]
    [InlineData("HOSTNAME", "domain %H", "domain")]
    [InlineData("HOSTNAME", "from me@%H", "me@")]
    [InlineData("USER", "from %U@example.org", "@example.org")]
    [InlineData("USER", "auto_from on\nmaildomain example.org", "@example.org")]
    public async Task A_pattern_cannot_bring_a_line_end_in(string variable, string lines, string name)
    {
        foreach (var end in new[] { Lf, Cr })
        {
            await using var sink = MailSink.Start();
            var command = Command(Flavour.Native, "-C", Msmtprc(sink.Port, lines), "you@example.net");

            var result = await (command with { Environment = EnvironmentWith((variable, "evil" + end)) }).RunAsync(Token);

            AssertRefused(result, name);
            Assert.Empty(sink.Commands);
        }
    }

    [Fact]
    public async Task The_environments_account_cannot_bring_a_line_end_in()
    {
        await using var sink = MailSink.Start();
        var command = Command(Flavour.Native, "-C", "/dev/null", $"--port={sink.Port}", "you@example.net") with
        {
            Environment = EnvironmentWith(("SMTPSERVER", "127.0.0.1"), ("EMAIL", "me@example.org" + Lf)),
        };

        var result = await command.RunAsync(Token);

        AssertRefused(result, "me@example.org");
        Assert.Empty(sink.Commands);
    }

    [Theory]
    [InlineData("joe: you@example.net\rRSET")]
    [InlineData("joe: you@example.net\0RSET")]
    [InlineData("default: jack\njack: you@example.net\rRSET")]
    public async Task An_alias_cannot_bring_a_line_end_in(string aliases)
    {
        await using var sink = MailSink.Start();
        var file = Home.Write("aliases", aliases + "\n");

        var result = await SendAsync(Flavour.Native, [.. Server(sink.Port), $"--aliases={file}", "joe"]);

        AssertRefused(result, "you@example.net");
        Assert.Empty(sink.Commands);
    }

    /// <summary>Header fields with -t: msmtp's parser drops or replaces control characters before there is an address.</summary>
    [Theory]
    [InlineData("To: you@example.net\rRSET")]
    [InlineData("To: you@example.net\0RSET")]
    [InlineData("To: <you@example.net\rRSET>")]
    [InlineData("To: <you@example.net\0RSET>")]
    [InlineData("To: <you@example.net\n RSET>")]
    [InlineData("To: <you@example.net\\\n RSET>")]
    [InlineData("To: \"you\n RSET\"@example.net")]
    [InlineData("To: \"you\\\rRSET\"@example.net")]
    [InlineData("Bcc: you@example.net (\n RSET\n)")]
    public async Task A_recipient_of_the_header_stays_one_command(string field)
    {
        await using var sink = MailSink.Start();

        await SendTextAsync(Flavour.Native, $"{field}\nCc: other@example.net\n{Mail}", [.. Server(sink.Port), "-t"]);

        AssertOneMail(sink.Commands);
    }

    [Theory]
    [InlineData("you@example.net\nRSET")]
    [InlineData("you@example.net\rRSET")]
    [InlineData("<you@example.net\nRSET>")]
    [InlineData("<you@example.net\rRSET>")]
    [InlineData("\"you\nRSET\"@example.net")]
    [InlineData("you@example.net\n RSET")]
    public async Task A_recipient_of_the_command_line_stays_one_command(string recipient)
    {
        await using var sink = MailSink.Start();

        await SendAsync(Flavour.Native, [.. Server(sink.Port), "other@example.net", recipient]);

        AssertOneMail(sink.Commands);
    }

    [Theory]
    [InlineData("From: <you@example.net\0RSET>")]
    [InlineData("From: you@example.net\rRSET")]
    [InlineData("From: <you@example.net\n RSET>")]
    public async Task A_sender_of_the_header_stays_one_command(string field)
    {
        await using var sink = MailSink.Start();

        await SendTextAsync(
            Flavour.Native, $"{field}\n{Mail}", "--host=127.0.0.1", $"--port={sink.Port}", "--read-envelope-from", "you@example.net");

        AssertOneMail(sink.Commands);
    }

    // Refused before anything is sent, or sent as a dialogue that has nothing in it but the commands of one mail.
    static void AssertOneMail(IReadOnlyList<string> commands)
    {
        foreach (var command in commands)
            Assert.Matches("^(EHLO localhost|MAIL FROM:<[^\r\n\0]*>|RCPT TO:<[^\r\n\0]*>|DATA|QUIT)$", command);
        Assert.InRange(commands.Count(static command => command.StartsWith("MAIL", StringComparison.Ordinal)), 0, 1);
    }

    static void AssertRefused(CommandResult result, string name)
    {
        Assert.True(result.ExitCode is 64 or 65, result.ToString());
        Assert.Contains(name, result.ErrorText, StringComparison.Ordinal);
    }
}
