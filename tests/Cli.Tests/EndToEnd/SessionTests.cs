using System.Runtime.Versioning;
using System.Text;
using Msmtp.Server;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary><c>-bs</c>: SMTP on standard input and output.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SessionTests : EndToEndTest
{
    const string Hello = "EHLO me\r\n";
    const string Wire = "From: me@example.org\r\nDate: Mon, 02 Jan 2023 10:11:12 +0000\r\nMessage-ID: <1@example.org>\r\nSubject: test\r\n\r\n..body\r\n.\r\n";

    [Theory, EachFlavour]
    public async Task A_mail_goes_to_the_server_of_the_account_with_the_envelope_of_the_session(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        var result = await TalkAsync(flavour, sink.Port, Hello + Envelope("you@example.net", "her@example.net") + Wire + "QUIT\r\n");

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Equal(["220", "250", "250", "250", "250", "354", "250", "221"], Codes(result));
        Assert.Contains("250 2.0.0 sent: 250 2.0.0 mail accepted\r\n", result.OutputText, StringComparison.Ordinal);
        var mail = sink.TakeMail();
        Assert.Equal("other@example.org", mail?.Envelope.Sender);
        Assert.Equal(["you@example.net", "her@example.net"], mail?.Envelope.Recipients.Select(static to => to.Address) ?? []);
        Assert.Equal(Mail.Replace("\nbody", "\n.body", StringComparison.Ordinal), mail?.Text);
    }

    [Theory, EachFlavour]
    public async Task Several_mails_go_one_after_the_other_and_what_is_refused_stops_none(Flavour flavour)
    {
        await using var sink = MailSink.Start(static options => options, new SinkAnswers
        {
            Recipient = static to => to.Address switch
            {
                "bad@example.net" => new SmtpReply(550, "5.1.1", "no such user"),
                "later@example.net" => new SmtpReply(451, "4.2.0", "greylisted"),
                _ => null,
            },
        });
        var mails = Envelope("bad@example.net") + Wire + Envelope("later@example.net") + Wire + Envelope("you@example.net") + Wire + Envelope("you@example.net") + Wire;

        var result = await TalkAsync(flavour, sink.Port, Hello + mails + "QUIT\r\n");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["550", "451", "250", "250"], Codes(result).Skip(2).Where(static (_, at) => at % 4 == 3));
        Assert.Contains("550 5.1.1 server message: 5.1.1 no such user\r\n", result.OutputText, StringComparison.Ordinal);
        Assert.NotNull(sink.TakeMail());
        Assert.NotNull(sink.TakeMail());
        Assert.Null(sink.TakeMail());
    }

    [Theory, EachFlavour]
    public async Task An_account_that_is_not_there_is_told_before_a_client_relies_on_it(Flavour flavour)
    {
        var result = await SendTextAsync(flavour, Hello, "-C", Msmtprc(1), "-bs", "-a", "nosuch");

        Assert.Equal((78, "", $"msmtp: account nosuch not found in {Home.File("msmtprc")}\n"), (result.ExitCode, result.OutputText, result.ErrorText));
    }

    [Theory, EachFlavour]
    public async Task What_is_asked_about_notifications_reaches_the_server(Flavour flavour)
    {
        await using var sink = MailSink.Start(static options => options with { Extensions = SmtpExtensions.Default | SmtpExtensions.Dsn });

        await TalkAsync(flavour, sink.Port, Hello + "MAIL FROM:<a@example.org> RET=FULL ENVID=x\r\nRCPT TO:<you@example.net> NOTIFY=SUCCESS ORCPT=rfc822;me\r\nDATA\r\n" + Wire + "QUIT\r\n");
        var mail = sink.TakeMail();

        Assert.Equal(["RET=FULL", "ENVID=x"], mail?.Envelope.Parameters.Select(Text) ?? []);
        Assert.Equal(["NOTIFY=SUCCESS", "ORCPT=rfc822;me"], mail?.Envelope.Recipients[0].Parameters.Select(Text) ?? []);

        static string Text(MailParameter parameter) => $"{parameter.Keyword}={parameter.Value}";
    }

    [Theory, EachFlavour]
    public async Task Where_the_server_knows_nothing_of_notifications_the_client_hears_that(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        var result = await TalkAsync(flavour, sink.Port, Hello + "MAIL FROM:<a@example.org>\r\nRCPT TO:<you@example.net> NOTIFY=SUCCESS\r\nDATA\r\n" + Wire + "QUIT\r\n");

        Assert.Contains("554 5.0.0 the server does not support DSN\r\n", result.OutputText, StringComparison.Ordinal);
        Assert.Null(sink.TakeMail());
    }

    [Theory, EachFlavour]
    public async Task A_mail_that_is_cut_off_is_none(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        var result = await TalkAsync(flavour, sink.Port, Hello + Envelope("you@example.net") + Wire[..^3]);

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(sink.Commands);
    }

    [Theory, EachFlavour]
    public async Task A_person_or_a_script_may_end_lines_with_LF(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var lines = (Hello + Envelope("you@example.net") + Wire + "QUIT\r\n").ReplaceLineEndings("\n");

        await TalkAsync(flavour, sink.Port, lines);

        Assert.NotNull(sink.TakeMail());
    }

    [Fact]
    public async Task In_a_session_with_CR_LF_an_LF_alone_ends_nothing()
    {
        await using var sink = MailSink.Start();
        var hidden = "Subject: x\r\n\r\na\n.\nMAIL FROM:<evil@example.org>\n\r\n.\r\n";

        var result = await TalkAsync(Flavour.Native, sink.Port, Hello + Envelope("you@example.net") + hidden + "QUIT\r\n");

        Assert.Equal(["220", "250", "250", "250", "354", "250", "221"], Codes(result));
        Assert.Single(sink.Commands, static line => line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_account_is_found_by_the_sender_as_in_a_call()
    {
        await using var sink = MailSink.Start();
        await using var other = MailSink.Start();
        var file = Home.Write("msmtprc", $"""
            account one
            host 127.0.0.1
            port {sink.Port}
            from me@example.org
            account two
            host 127.0.0.1
            port {other.Port}
            from other@example.org
            account default : one

            """);

        await (Command(Flavour.Native, "-C", file, "-bs") with { Input = Octets(Hello + Envelope("you@example.net") + Wire) }).RunAsync(Token);

        Assert.Null(sink.TakeMail());
        Assert.NotNull(other.TakeMail());
    }

    [Fact]
    public async Task The_null_sender_stays_null()
    {
        await using var sink = MailSink.Start();

        await TalkAsync(Flavour.Native, sink.Port, $"{Hello}MAIL FROM:<>\r\nRCPT TO:<you@example.net>\r\nDATA\r\n{Wire}");

        Assert.Contains("MAIL FROM:<>", sink.Commands);
    }

    [Theory, EachFlavour]
    public async Task What_cannot_be_sent_now_is_queued_and_the_client_hears_its_name(Flavour flavour)
    {
        var file = Msmtprc(1, "queue on", "queue_runner off");

        var result = await (Command(flavour, "-C", file, "-bs", "-i") with { Input = Octets(Hello + Envelope("you@example.net") + Wire) }).RunAsync(Token);
        var listed = await SendTextAsync(flavour, "", "-C", file, "-bp");

        var reply = result.OutputText.Split("\r\n")[^2];
        Assert.StartsWith("250 2.0.0 queued as ", reply, StringComparison.Ordinal);
        Assert.Contains(reply["250 2.0.0 queued as ".Length..], listed.OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host")]
    [InlineData("nonsense on")]
    public async Task What_is_wrong_with_the_configuration_is_the_reply_to_the_mail(string line)
    {
        var file = Home.Write("msmtprc", $"account default\n{line}\n");

        var result = await (Command(Flavour.Native, "-C", file, "-bs") with { Input = Octets(Hello + Envelope("you@example.net") + Wire + "QUIT\r\n") }).RunAsync(Token);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["220", "250", "250", "250", "354", "554", "221"], Codes(result));
    }

    [Fact]
    public async Task Debugging_does_not_disturb_the_dialogue()
    {
        await using var sink = MailSink.Start();

        var result = await TalkAsync(Flavour.Native, sink.Port, Hello + Envelope("you@example.net") + Wire + "QUIT\r\n", "-d");

        Assert.Equal(["220", "250", "250", "250", "354", "250", "221"], Codes(result));
        Assert.Contains("--> MAIL FROM:<other@example.org>", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_client_that_waits_for_each_reply_gets_it(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        using var running = RunningCommand.Start(Command(flavour, [.. Server(sink.Port), "-bs"]), Token);

        foreach (var line in new[] { "EHLO me", "RSET", "NOOP", "MAIL FROM:<other@example.org>", "RCPT TO:<you@example.net>", "DATA", "Subject: x\r\n\r\n.", "QUIT" })
        {
            await running.Input.WriteAsync(Octets(line + "\r\n"), Token);
            await running.Input.FlushAsync(Token);
        }

        // Its end stays open: the session is over with QUIT.
        Assert.Equal(0, (await running.FinishAsync(Token)).ExitCode);
        Assert.NotNull(sink.TakeMail());
    }

    Task<CommandResult> TalkAsync(Flavour flavour, int port, string text, params string[] more) =>
        (Command(flavour, [.. Server(port), .. more, "-bs"]) with { Input = Octets(text) }).RunAsync(Token);

    static string Envelope(params string[] to) =>
        $"MAIL FROM:<other@example.org>\r\n{string.Concat(to.Select(static address => $"RCPT TO:<{address}>\r\n"))}DATA\r\n";

    static byte[] Octets(string text) => Encoding.ASCII.GetBytes(text);

    static string[] Codes(CommandResult result) =>
    [
        .. result.OutputText.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Where(static line => line[3] == ' ').Select(static line => line[..3]),
    ];
}
