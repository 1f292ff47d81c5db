using System.Text;
using System.Text.Json;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>What a sender gets who cannot be told in any other way, as it lies in the mailbox.</summary>
[Collection<OnePostfix>]
public sealed class PostfixBounceTests(Postfix postfix)
{
    const string Python = """
        import email, email.policy, json, sys
        report = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
        text, status, header = report.iter_parts()
        message, *recipients = status.get_payload()
        json.dump({
            'defects': [str(d) for part in report.walk() for d in part.defects],
            'type': report.get_content_type(), 'report': report.get_param('report-type'), 'auto': report['Auto-Submitted'],
            'from': report['From'].addresses[0].addr_spec, 'to': report['To'].addresses[0].addr_spec,
            'parts': [part.get_content_type() for part in report.iter_parts()],
            'text': text.get_content(), 'header': header.get_content() if header.get_content_maintype() == 'text' else header.as_string(),
            'message': dict(message.items()), 'recipients': [dict(each.items()) for each in recipients],
        }, sys.stdout)
        """;

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_bounce_of_a_refused_recipient_is_read_by_Python(Flavour flavour)
    {
        using var msmtp = new QueueingMailer(flavour);
        var file = await BouncedAsync(msmtp);

        var result = await new CommandRunner(Program.Find("python3", "python3")) { Arguments = ["-c", Python, file] }
            .RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        using var json = JsonDocument.Parse(result.Output);
        var report = json.RootElement;
        Assert.Empty(report.GetProperty("defects").EnumerateArray());
        Assert.Equal("multipart/report", report.GetProperty("type").GetString());
        Assert.Equal("delivery-status", report.GetProperty("report").GetString());
        Assert.Equal("auto-replied", report.GetProperty("auto").GetString());
        Assert.Equal(
            ["text/plain", "message/delivery-status", "text/rfc822-headers"],
            report.GetProperty("parts").EnumerateArray().Select(static part => part.GetString()));
        Assert.Contains("stranger@localhost", report.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("Message-ID: <1@localhost>", report.GetProperty("header").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("body", report.GetProperty("header").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("dns;", report.GetProperty("message").GetProperty("Reporting-MTA").GetString(), StringComparison.Ordinal);
        var recipient = Assert.Single(report.GetProperty("recipients").EnumerateArray());
        Assert.Matches("(?i)^rfc822; ?stranger@localhost$", recipient.GetProperty("Final-Recipient").GetString());
        Assert.Equal("failed", recipient.GetProperty("Action").GetString());
        Assert.Equal("5.1.1", recipient.GetProperty("Status").GetString());
        Assert.Matches("^smtp; ?550 5.1.1 ", recipient.GetProperty("Diagnostic-Code").GetString());
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_refused_mail_is_told_once_and_never_tried_again(Flavour flavour)
    {
        using var msmtp = new QueueingMailer(flavour);
        await BouncedAsync(msmtp);
        var before = postfix.Log.Length;

        for (var i = 0; i < 3; i++)
            await msmtp.FlushAsync();

        Assert.Equal("dead", (await msmtp.OnlyAsync()).State);
        Assert.DoesNotContain("connect from", postfix.Log[before..], StringComparison.Ordinal);
    }

    // The file of the only mail that the sender has got.
    async Task<string> BouncedAsync(QueueingMailer msmtp)
    {
        var sender = postfix.NewMailbox();
        msmtp.Configure(postfix.At(Door.Plain).Replace("sender@localhost", sender.Address, StringComparison.Ordinal), "always");
        Assert.Equal(0, (await msmtp.SendAsync(Mails.Ordinary, "stranger@localhost")).ExitCode);

        await msmtp.EmptyAsync();

        var bounce = Assert.Single(await postfix.DeliveredAsync(sender));
        Assert.Contains("Return-Path: <>\n", bounce.Trace, StringComparison.Ordinal);
        Assert.Contains("report-type=", Encoding.Latin1.GetString(bounce.Content), StringComparison.Ordinal);
        return Assert.Single(Directory.GetFiles(sender.Arrived));
    }
}
