using System.Text;
using MimeKit;
using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Queue.Bounces;

/// <summary>What others read of a notice: MimeKit stands in for them.</summary>
public sealed class NoticeMessageTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 29, 21, 30, 0, TimeSpan.FromHours(1));

    [Fact]
    public void A_refusal_is_told_with_what_the_server_said_and_can_be_read_by_programs()
    {
        var message = Read(Notice(Refused("no@example.net", 550, "5.1.1 no such user")));

        Assert.Equal(("me@example.org", "me@example.org"), (message.From.Mailboxes.Single().Address, message.To.Mailboxes.Single().Address));
        Assert.Equal(("auto-replied", "1@x"), (message.Headers["Auto-Submitted"], message.InReplyTo));
        var report = Assert.IsType<MultipartReport>(message.Body);
        Assert.Equal(("delivery-status", 3), (report.ReportType, report.Count));
        var text = Assert.IsType<TextPart>(report[0]).Text;
        Assert.Contains("<no@example.net>", text, StringComparison.Ordinal);
        Assert.Contains("550 5.1.1 no such user", text, StringComparison.Ordinal);
        Assert.Contains("msmtp --queue-retry=Q1", text, StringComparison.Ordinal);
        var status = Assert.IsType<MessageDeliveryStatus>(report[1]).StatusGroups;
        Assert.Equal(2, status.Count);
        Assert.Equal(("dns; box.example", "Sat, 28 Nov 2026 10:00:00 +0100"), (status[0]["Reporting-MTA"], status[0]["Arrival-Date"]));
        Assert.Equal(
            ("rfc822; no@example.net", "failed", "5.1.1", "dns; smtp.example.org", "smtp; 550 5.1.1 no such user"),
            (status[1]["Final-Recipient"], status[1]["Action"], status[1]["Status"], status[1]["Remote-MTA"], status[1]["Diagnostic-Code"]));
        Assert.Equal("Subject: x\nX-Other: y", Text(report[2]));
    }

    [Fact]
    public void Each_recipient_has_a_group_of_fields()
    {
        var message = Read(Notice(Refused("a@y", 550, "no"), Refused("b@y", 554, "5.7.1 never"), Waiting("c@y")));

        var status = Assert.IsType<MessageDeliveryStatus>(Report(message)[1]).StatusGroups;
        Assert.Equal(["5.0.0", "5.7.1", "4.4.7"], status.Skip(1).Select(static group => group["Status"]));
        Assert.Equal(["failed", "failed", "failed"], status.Skip(1).Select(static group => group["Action"]));
    }

    [Theory]
    [InlineData("smtp.example.org", "dns; smtp.example.org")]
    [InlineData("127.0.0.1", "dns; [127.0.0.1]")]
    [InlineData("2001:db8::1", "dns; [IPv6:2001:db8::1]")]
    public void A_server_without_a_name_is_an_address_literal(string server, string field)
    {
        var message = Read(Notice(Refused("a@y", 550, "no")) with { Server = server });

        Assert.Equal(field, Assert.IsType<MessageDeliveryStatus>(Report(message)[1]).StatusGroups[1]["Remote-MTA"]);
    }

    [Fact]
    public void What_the_sender_calls_the_mail_and_the_recipient_comes_back_to_him()
    {
        var notice = Notice(Refused("a@y", 550, "no"));
        var recipient = notice.Recipients[0] with { Recipient = new ForwardPath("a@y") { OriginalRecipient = "rfc822;a+2Bb@x" } };
        var message = Read(notice with { Recipients = [recipient], Mail = notice.Mail with { Envelope = notice.Mail.Envelope with { EnvelopeId = "order+201" } } });

        var status = Assert.IsType<MessageDeliveryStatus>(Report(message)[1]).StatusGroups;
        Assert.Equal(("order 1", "rfc822; a+b@x"), (status[0]["Original-Envelope-Id"], status[1]["Original-Recipient"]));
    }

    [Fact]
    public void A_mail_that_is_late_is_said_to_be_tried_still()
    {
        var message = Read(Notice(Waiting("a@y")) with { IsDelay = true, Age = TimeSpan.FromHours(4) });

        var report = Report(message);
        Assert.Contains("tried for 5 days more", ((TextPart)report[0]).Text.Replace('\n', ' '), StringComparison.Ordinal);
        var group = ((MessageDeliveryStatus)report[1]).StatusGroups[1];
        Assert.Equal(("delayed", "4.4.1", "Fri, 04 Dec 2026 17:30:00 +0100"), (group["Action"], group["Status"], group["Will-Retry-Until"]));
    }

    [Theory]
    [InlineData("550 no\r\nFinal-Recipient: rfc822; forged@y")]
    [InlineData("no\n\nContent-Type: text/html\n\n<b>")]
    [InlineData("no\u0000\u001b[31m\u2028x")]
    [InlineData("\n--msmtp-00000000000000000000000000000001\nX: y")]
    public void Nothing_that_a_server_says_adds_a_field_or_a_part(string said)
    {
        var octets = Octets(Notice(Refused("a@y", 550, said)));
        var message = Read(octets);

        var report = Report(message);
        Assert.Equal(3, report.Count);
        var status = ((MessageDeliveryStatus)report[1]).StatusGroups;
        Assert.Equal((2, 6), (status.Count, status[1].Count));
        Assert.Equal("rfc822; a@y", status[1]["Final-Recipient"]);
    }

    [Fact]
    public void Everything_is_in_short_lines_of_ascii_whatever_servers_and_headers_have()
    {
        var header = $"Subject: J\u00f6rg {new string('x', 3000)}\nX-Long: {string.Join(' ', Enumerable.Repeat("word", 500))}\n\n";
        var octets = Octets(Notice(Refused("a@y", 550, $"{new string('y', 1500)} \u00fcber {string.Join(' ', Enumerable.Repeat("z", 2000))}")) with
        {
            Header = Encoding.UTF8.GetBytes(header),
            Failure = new DeliveryFailure(ExitCode.DataErr, DeliveryStage.Rcpt, "m\u00f6glich"),
        });

        Assert.True(Ascii.IsValid(octets));
        Assert.All(Encoding.ASCII.GetString(octets).Split('\n'), static line => Assert.True(line.Length <= 998, line));
        var report = Report(Read(octets));
        Assert.Equal(header.TrimEnd('\n'), Text(report[2]));
    }

    [Fact]
    public void An_international_address_is_written_so_that_ascii_holds_it()
    {
        var report = Report(Read(Notice(Refused("j\u00f6rg+x@\u4f8b\u3048.example", 550, "no"))));

        Assert.Equal("utf-8; j\\x{F6}rg\\x{2B}x@\\x{4F8B}\\x{3048}.example", ((MessageDeliveryStatus)report[1]).StatusGroups[1]["Final-Recipient"]);
        Assert.Contains("<j\u00f6rg+x@\u4f8b\u3048.example>", ((TextPart)report[0]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_failed_on_this_side_is_told_with_its_advice()
    {
        var notice = Notice(Waiting("a@y")) with
        {
            Failure = new DeliveryFailure(ExitCode.NoHost, DeliveryStage.Resolve, "cannot locate host smtp.example.org") { Advice = "check the name" },
            Age = TimeSpan.FromDays(5),
        };

        var text = ((TextPart)Report(Read(notice))[0]).Text;

        Assert.Contains("It was tried for 5 days, and is given up.", text, StringComparison.Ordinal);
        Assert.Contains("cannot locate host smtp.example.org", text, StringComparison.Ordinal);
        Assert.Contains("check the name", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_header_is_cut_between_two_lines()
    {
        var header = string.Concat(Enumerable.Range(0, 10_000).Select(static i => $"X-{i}: y\n")) + "\n";

        var report = Report(Read(Notice(Refused("a@y", 550, "no")) with { Header = Encoding.ASCII.GetBytes(header) }));

        var returned = Text(report[2]);
        Assert.StartsWith(returned + "\n", header, StringComparison.Ordinal);
        Assert.InRange(returned.Length, 30_000, 33_000);
    }

    static RecipientOutcome Refused(string address, int code, string text)
    {
        var status = text is ['4' or '5', '.', _, '.', _, ..] ? new EnhancedStatus(text[0] - '0', text[2] - '0', text[4] - '0') : (EnhancedStatus?)null;
        return new RecipientOutcome(new ForwardPath(address), SendOutcome.Refused) { Reply = new ServerReply(code, status, [text]) };
    }

    static RecipientOutcome Waiting(string address) => new(new ForwardPath(address), SendOutcome.Deferred);

    static SenderNotice Notice(params RecipientOutcome[] recipients)
    {
        var mail = new QueuedMail
        {
            Id = "Q1",
            Envelope = new SmtpEnvelope(new ReversePath("me@example.org"), [.. recipients.Select(static recipient => recipient.Recipient)]),
            Origin = new MailOrigin { Account = "a" },
            Recipients = recipients,
            Accepted = new DateTimeOffset(2026, 11, 28, 9, 0, 0, TimeSpan.Zero),
            MessageId = "<1@x>",
        };
        return new SenderNotice(mail, recipients)
        {
            Header = "Subject: x\nX-Other: y\n\n"u8.ToArray(),
            Time = Now,
            Expiry = TimeSpan.FromDays(5),
            Host = "box.example",
            Server = "smtp.example.org",
            UniqueId = new Guid("00000000-0000-0000-0000-000000000001"),
        };
    }

    static MultipartReport Report(MimeMessage message) => Assert.IsType<MultipartReport>(message.Body);

    static byte[] Octets(SenderNotice notice)
    {
        var content = NoticeMessage.Of(notice);
        using var octets = new MemoryStream();
        octets.Write(content.HeaderBlock.Span);
        content.Body.CopyTo(octets);
        return octets.ToArray();
    }

    static MimeMessage Read(SenderNotice notice) => Read(Octets(notice));

    static MimeMessage Read(byte[] octets) => MimeMessage.Load(new MemoryStream(octets), TestContext.Current.CancellationToken);

    static string Text(MimeEntity part)
    {
        using var octets = new MemoryStream();
        if (part is MessagePart { Message: { } message })
            message.WriteTo(octets, TestContext.Current.CancellationToken);
        else
            Assert.IsType<MimePart>(part, exactMatch: false).Content!.DecodeTo(octets, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(octets.ToArray()).TrimEnd('\n');
    }
}
