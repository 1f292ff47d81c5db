using System.Net.Mail;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Msmtp.Hosting;

namespace Msmtp.Tests;

public sealed class CaptureTests : IAsyncDisposable
{
    readonly ServiceProvider services = new ServiceCollection()
        .AddMsmtpCapture()
        .AddMsmtp(mail => mail
            .AddAccount("default", new Dictionary<string, string>
            {
                ["host"] = "nowhere.invalid",
                ["auth"] = "on",
                ["user"] = "joe",
                ["passwordeval"] = "exit 1",
                ["from"] = "me@example.org",
            })
            .AddAccount("news", new Dictionary<string, string> { ["host"] = "nowhere.invalid", ["from"] = "news@example.org" }))
        .BuildServiceProvider();

    IMailer Mailer => services.GetRequiredService<IMailer>();

    MailCapture Capture => services.GetRequiredService<MailCapture>();

    public ValueTask DisposeAsync() => services.DisposeAsync();

    [Fact]
    public async Task A_mail_is_kept_as_it_would_have_been_sent()
    {
        await Mailer.SendAsync(Request("To: x@y\nBcc: z@y\nSubject: hi\n\nbody\n") with { Account = "news" }, Token);

        var mail = await Capture.NextAsync(Token);
        Assert.Equal(("news", "news@example.org"), (mail.Account, mail.Envelope.From.Address));
        Assert.Equal(["you@example.net"], mail.To);
        Assert.Contains("\nSubject: hi\n\nbody\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains("\r\nSubject: hi\r\n\r\nbody\r\n", Encoding.ASCII.GetString(mail.Octets.Span), StringComparison.Ordinal);
        Assert.DoesNotContain("z@y", mail.Text, StringComparison.Ordinal);
        Assert.Equal(mail, Assert.Single(Capture.Mails));
    }

    [Theory]
    [InlineData("one\rtwo\n")]
    [InlineData("one\r\ntwo")]
    [InlineData("one\r\r\n.\n..two\r")]
    [InlineData("one\u0085\u2028two\f\v")]
    [InlineData("")]
    public async Task Its_lines_are_those_that_a_server_sees(string body)
    {
        await using var sink = MailSink.Start();
        await using var sending = new MailerBuilder()
            .AddDefaultPlugins()
            .AddAccount("default", new Dictionary<string, string> { ["host"] = "127.0.0.1", ["port"] = $"{sink.Port}", ["from"] = "me@example.org" })
            .Build();
        var request = Request("") with { Message = MessageInput.FromOctets(Encoding.UTF8.GetBytes($"Date: x\nMessage-ID: <x@y>\nFrom: me@example.org\n\n{body}")) };

        var captured = await Mailer.SendAsync(request, Token);
        var sent = await sending.SendAsync(request, Token);

        var mail = await Capture.NextAsync(Token);
        Assert.Equal((await sink.NextMailAsync(Token)).Octets, mail.Octets.ToArray());
        Assert.Equal(sent.MessageSize, captured.MessageSize);
        Assert.Equal(Encoding.UTF8.GetString(mail.Octets.Span), mail.Text.Replace("\n", "\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_recipient_can_be_refused_and_stops_the_mail()
    {
        Capture.AnswerRecipient = static path => path.Address == "no@y" ? new ServerReply(550, null, ["no such user"]) : null;

        var result = await Mailer.TrySendAsync(Request("\n") with { To = ["yes@y", "no@y"] }, Token);

        Assert.Equal(SendOutcome.Refused, result.Outcome);
        Assert.Empty(Capture.Mails);
    }

    [Fact]
    public async Task A_refused_recipient_can_leave_the_others()
    {
        Capture.AnswerRecipient = static path => path.Address == "no@y" ? new ServerReply(450, null, ["later"]) : null;

        var result = await Mailer.TrySendAsync(Request("\n") with { To = ["yes@y", "no@y"], OnRefusal = PartialRefusal.Continue }, Token);

        Assert.Equal(SendOutcome.PartlySent, result.Outcome);
        Assert.Equal([SendOutcome.Sent, SendOutcome.Deferred], result.Recipients.Select(static recipient => recipient.Outcome));
        Assert.Equal(["yes@y"], Assert.Single(Capture.Mails).To);
    }

    [Fact]
    public async Task A_failure_can_be_made_up()
    {
        Capture.Fail = static _ => new DeliveryFailure(ExitCode.IoErr, DeliveryStage.EndOfData, "the line went dead") { MayHaveBeenDelivered = true };

        var e = await Assert.ThrowsAsync<MailException>(() => Mailer.SendAsync(Request("\n"), Token).AsTask());

        Assert.Equal(SendOutcome.Unknown, e.Result.Outcome);
        Assert.Empty(Capture.Mails);
    }

    [Fact]
    public async Task A_MimeMessage_goes_to_those_whom_it_names()
    {
        using var message = new MimeMessage();
        message.From.Add(new MailboxAddress("Me", "news@example.org"));
        message.To.Add(new MailboxAddress("Jörg", "joerg@example.net"));
        message.Bcc.Add(new MailboxAddress(null, "secret@example.net"));
        message.Subject = "Grüße";
        message.Body = new TextPart("plain") { Text = "Hallo" };

        await Mailer.SendAsync(message, Token);

        var mail = Assert.Single(Capture.Mails);
        Assert.Equal(("news", "news@example.org"), (mail.Account, mail.Envelope.From.Address));
        Assert.Equal(["joerg@example.net", "secret@example.net"], mail.To);
        using var arrived = await MimeMessage.LoadAsync(new MemoryStream(mail.Octets.ToArray()), Token);
        Assert.Equal(("Grüße", "Hallo", 0), (arrived.Subject, arrived.TextBody!.TrimEnd(), arrived.Bcc.Count));
    }

    [Fact]
    public async Task A_MailMessage_goes_to_those_whom_it_names()
    {
        using var message = new MailMessage("me@example.org", "you@example.net", "Grüße", "Hällo");
        message.CC.Add("them@example.net");
        message.Bcc.Add("secret@example.net");
        message.Attachments.Add(new Attachment(new MemoryStream("attached"u8.ToArray()), "a.txt"));

        await Mailer.SendAsync(message, Token);

        var mail = Assert.Single(Capture.Mails);
        Assert.Equal(["you@example.net", "them@example.net", "secret@example.net"], mail.To);
        using var arrived = await MimeMessage.LoadAsync(new MemoryStream(mail.Octets.ToArray()), Token);
        Assert.Equal(("Grüße", "Hällo"), (arrived.Subject, arrived.TextBody!.TrimEnd()));
        Assert.Equal("a.txt", ((MimePart)Assert.Single(arrived.Attachments)).FileName);
    }

    [Fact]
    public async Task A_refused_MimeMessage_and_a_refused_MailMessage_are_told()
    {
        Capture.AnswerRecipient = static _ => new ServerReply(550, null, ["no such user"]);
        using var mail = new MailMessage("me@example.org", "you@example.net", "hi", "hello");
        using var mime = MimeMessage.CreateFromMailMessage(mail);

        Assert.Equal(SendOutcome.Refused, (await Assert.ThrowsAsync<MailException>(() => Mailer.SendAsync(mime, Token).AsTask())).Result.Outcome);
        Assert.Equal(SendOutcome.Refused, (await Assert.ThrowsAsync<MailException>(() => Mailer.SendAsync(mail, Token).AsTask())).Result.Outcome);
        Assert.Equal(SendOutcome.Refused, (await Mailer.TrySendAsync(mime, Token)).Outcome);
        Assert.Equal(SendOutcome.Refused, (await Mailer.TrySendAsync(mail, Token)).Outcome);
    }

    static MailRequest Request(string message) =>
        new() { Message = MessageInput.FromOctets(Encoding.ASCII.GetBytes(message)), To = ["you@example.net"] };

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
