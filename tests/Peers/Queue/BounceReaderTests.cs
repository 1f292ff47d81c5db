using System.Text;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>What programs that read mail make of a notification by the queue (RFC 3464).</summary>
public sealed class BounceReaderTests
{
    const string BounceParser = "/usr/share/perl5/Mail/DeliveryStatus/BounceParser.pm";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Python_finds_no_defect_in_it_and_every_field()
    {
        const string script = """
            import sys, email, email.policy
            mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
            print(mail.get_content_type(), mail.get_param('report-type'))
            for part in mail.walk():
                print(part.get_content_type(), part.defects)
            report = next(part for part in mail.walk() if part.get_content_type() == 'message/delivery-status')
            for block in report.get_payload():
                print([name for name in block.keys()], block['Final-Recipient'], block['Status'])
            """;

        var result = await ReadAsync(await BounceAsync(), Program.Find("python3", "python3"), "-c", script);

        Assert.Equal(
            """
            multipart/report delivery-status
            multipart/report []
            text/plain []
            message/delivery-status []
            text/plain []
            text/plain []
            text/rfc822-headers []
            ['Reporting-MTA', 'Arrival-Date'] None None
            ['Final-Recipient', 'Action', 'Status', 'Remote-MTA', 'Diagnostic-Code', 'Last-Attempt-Date'] rfc822; no@example.net 5.1.1

            """,
            result);
    }

    [Fact]
    public async Task The_bounce_parser_of_mailing_lists_knows_who_has_no_mailbox()
    {
        Assert.SkipUnless(File.Exists(BounceParser), $"{BounceParser} is needed (package libmail-deliverystatus-bounceparser-perl)");
        const string script = """
            my $bounce = Mail::DeliveryStatus::BounceParser->new(join '', <STDIN>);
            print $bounce->is_bounce, "\n", $bounce->orig_message_id, "\n";
            print join(' ', map { $_ // '' } $_->get('email'), $_->get('std_reason'), $_->get('action'), $_->get('status')), "\n" for $bounce->reports;
            """;

        var result = await ReadAsync(await BounceAsync(), Program.Find("perl", "perl"), "-MMail::DeliveryStatus::BounceParser", "-e", script);

        Assert.Equal("1\n<1@example.org>\nno@example.net user_unknown failed 5.1.1\n", result.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Mutt_shows_its_parts_one_below_the_other()
    {
        using var home = new TempDirectory();
        var shown = home.File("shown");
        var pager = home.Write("pager", $"cat \"$1\" >{shown}\n");
        home.Write("muttrc", $"set folder={home.Path} pager=\"sh {pager}\" wait_key=no prompt_after=no charset=utf-8\npush \"<first-entry><display-message><quit>\"\n");
        home.Write("mailbox", "From me@example.org Mon Nov 30 00:00:00 2026\n" + await BounceAsync() + "\n");
        var mutt = $"{Program.Find("mutt", "mutt")} -F {home.File("muttrc")} -R -f {home.File("mailbox")}";

        await new CommandRunner(Program.Find("script", "bsdutils"))
        {
            Arguments = ["-qec", mutt, "/dev/null"],
            Environment = new Dictionary<string, string> { ["HOME"] = home.Path, ["TERM"] = "xterm", ["LC_ALL"] = "C.UTF-8" },
        }.RunAsync(Token);

        var text = await File.ReadAllTextAsync(shown, Token);
        Assert.Matches("""
            (?s)\n\[-- Attachment #1: Notification --\]\n.*  <no@example\.net>\n.*
            \n\[-- Attachment #2: Delivery report --\]\n\[-- Type: message/delivery-status.*\nStatus: 5\.1\.1\n.*\nLast-Attempt-Date: [^\n]*\n
            \n\[-- Attachment #3: Header of the mail --\]\n\[-- Type: text/rfc822-headers.*\nMessage-ID: <1@example\.org>\n
            """.ReplaceLineEndings(""), text);
    }

    // With LF at the end of lines.
    static async Task<string> BounceAsync()
    {
        await using var sink = MailSink.Start(static options => options, new SinkAnswers
        {
            Recipient = static recipient => recipient.Address == "no@example.net" ? new SmtpReply(550, "5.1.1", "no such user") : null,
        });
        using var msmtp = new QueueingMailer(Flavour.Native);
        msmtp.Configure($"host 127.0.0.1\nport {sink.Port}\nfrom me@example.org\n", "always");
        var put = await msmtp.SendAsync("Subject: x\nMessage-ID: <1@example.org>\n\nhello\n"u8.ToArray(), "no@example.net");
        var run = await msmtp.FlushAsync();
        Assert.True((put.ExitCode, run.ExitCode) == (0, 0), put.ToString() + run);
        return Encoding.Latin1.GetString((await sink.NextMailAsync(Token)).Octets).ReplaceLineEndings("\n");
    }

    static async Task<string> ReadAsync(string bounce, string program, params IReadOnlyList<string> arguments)
    {
        var result = await new CommandRunner(program) { Arguments = arguments, Input = Encoding.Latin1.GetBytes(bounce) }.RunAsync(Token);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.OutputText;
    }
}
