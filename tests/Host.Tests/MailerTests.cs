using System.Text;
using Msmtp.Hosting;
using Msmtp.Host.Tests.Delivery;
using Msmtp.TestKit;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Msmtp.Host.Tests;

public sealed class MailerTests
{
    readonly FakeHost host = new();

    [Fact]
    public async Task A_mail_goes_out_by_the_applications_account()
    {
        await using var mailer = Builder().Build();

        var result = await mailer.SendAsync(Request("To: c@y\n\nhi\n") with { To = ["A <a@y>", "b@y"] }, Token);

        Assert.Equal((SendOutcome.Sent, true), (result.Outcome, result.IsSuccess));
        await host.Transport.Received(1).SendAsync(
            Arg.Is<OutgoingMail>(mail => mail.Envelope.From.Address == "me@x" && string.Join(' ', mail.Envelope.To.Select(to => to.Address)) == "a@y b@y"),
            Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Recipients_can_be_read_from_the_header()
    {
        await using var mailer = Builder().Build();

        var result = await mailer.SendAsync(Request("To: c@y\nBcc: d@y\n\nhi\n") with { Recipients = RecipientSource.RequestAndHeader }, Token);

        Assert.Equal(["c@y", "d@y"], result.Recipients.Select(recipient => recipient.Recipient.Address));
    }

    [Fact]
    public async Task Accounts_of_a_msmtprc_are_chosen_by_name_and_by_sender()
    {
        using var folder = new TempDirectory();
        var path = Path.Combine(folder.Path, "msmtprc");
        await File.WriteAllTextAsync(path, "account one\nhost h\nfrom one@x\naccount two\nhost h\nfrom two@x\n", Token);
        await using var mailer = Builder().UseConfiguration(path).Build();

        await mailer.SendAsync(Request("\n") with { To = ["a@y"], Account = "two" }, Token);
        await mailer.SendAsync(Request("\n") with { To = ["a@y"], From = "one@x" }, Token);

        Assert.Equal(["two@x", "one@x"], host.Transport.ReceivedCalls().Select(call => call.GetArguments()).Where(arguments => arguments is [OutgoingMail, ..]).Select(arguments => ((OutgoingMail)arguments[0]!).Envelope.From.Address));
    }

    [Fact]
    public async Task Local_names_and_several_senders_are_those_of_the_command()
    {
        using var folder = new TempDirectory();
        var path = folder.Write("msmtprc", "account one\nhost h\nfrom one@x\nfrom_also web\nlocal_domain z\nset_sender_header on\nset_date_header off\nset_msgid_header off\n");
        await using var mailer = Builder().UseConfiguration(path).Build();

        await mailer.SendAsync(Request("From: boss\nTo: root\n\n") with { To = ["root", "a@y"], From = "web" }, Token);

        var mail = host.Transport.ReceivedCalls().Select(static call => call.GetArguments()[0]).OfType<OutgoingMail>().Single();
        Assert.Equal("web@z root@z a@y", $"{mail.Envelope.From.Address} {string.Join(' ', mail.Envelope.To.Select(static to => to.Address))}");
        Assert.Equal("Sender: web@z\nFrom: boss@z\nTo: root@z\n\n", System.Text.Encoding.ASCII.GetString(mail.Content.HeaderBlock.Span));
    }

    [Fact]
    public async Task Without_recipients_nothing_is_sent()
    {
        await using var mailer = Builder().Build();

        var e = await Assert.ThrowsAsync<MailException>(() => mailer.SendAsync(Request("\n"), Token).AsTask());

        Assert.Equal((ExitCode.Usage, "no recipients found"), (e.ExitCode, e.Message));
    }

    [Theory]
    [InlineData("a@b.example, c@d.example")]
    [InlineData("a b@x.example")]
    [InlineData("joe@exa mple.net")]
    [InlineData("a@x.example\r\nRCPT TO:<evil@x.example>")]
    [InlineData("a@x.example\nBcc: evil@x.example")]
    [InlineData("a@x.example> NOTIFY=NEVER")]
    [InlineData("G: a@x.example;")]
    [InlineData("a@x.example b@x.example")]
    [InlineData("a@x.example;")]
    [InlineData("")]
    [InlineData("<>")]
    public async Task What_is_not_one_mailbox_is_no_recipient_and_nothing_is_connected(string recipient)
    {
        await using var mailer = Builder().Build();

        var e = await Assert.ThrowsAsync<MailException>(
            () => mailer.SendAsync(Request("\n") with { To = ["ok@x.example", recipient] }, Token).AsTask());

        Assert.Equal(ExitCode.DataErr, e.ExitCode);
        Assert.DoesNotContain(host.Transport.ReceivedCalls(), call => call.GetArguments() is [OutgoingMail, ..]);
    }

    [Fact]
    public async Task A_sender_that_would_break_a_command_line_is_refused()
    {
        await using var mailer = Builder().Build();

        var e = await Assert.ThrowsAsync<MailException>(() => mailer.SendAsync(Request("\n") with { To = ["a@y"], From = "me@x>\r\nRCPT TO:<b@y" }, Token).AsTask());

        Assert.Equal((ExitCode.DataErr, "sender 'me@x>??RCPT TO:<b@y' is not one mailbox"), (e.ExitCode, e.Message));
    }

    [Fact]
    public async Task A_configuration_that_is_wrong_fails_the_mail_with_file_and_line()
    {
        using var folder = new TempDirectory();
        var path = Path.Combine(folder.Path, "msmtprc");
        await File.WriteAllTextAsync(path, "bogus\n", Token);
        await using var mailer = Builder().UseConfiguration(path).Build();

        var e = await Assert.ThrowsAsync<MailException>(() => mailer.SendAsync(Request("\n") with { To = ["a@y"] }, Token).AsTask());

        Assert.Equal($"{path}: line 1: unknown command bogus", e.Message);
    }

    [Fact]
    public async Task A_refused_recipient_is_thrown_and_the_exception_says_who_has_the_mail()
    {
        host.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(PartlyTaken);
        await using var mailer = Builder().Build();

        var e = await Assert.ThrowsAsync<MailException>(() => mailer.SendAsync(Request("\n") with { To = ["a@y", "b@y"] }, Token).AsTask());

        Assert.Equal((NoSuchUser, SendOutcome.PartlySent), (e.Failure, e.Result.Outcome));
        Assert.Equal(["a@y Sent 250 ok", "b@y Refused 550 no"], e.Result.Recipients.Select(Shown));
        Assert.Equal(250, e.Result.FinalReply?.Code);
    }

    [Fact]
    public async Task What_sending_throws_trying_returns()
    {
        host.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(PartlyTaken);
        await using var mailer = Builder().Build();

        var partly = await mailer.TrySendAsync(Request("\n") with { To = ["a@y", "b@y"] }, Token);
        var nobody = await mailer.TrySendAsync(Request("\n"), Token);
        host.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Throws(Unanswered);
        var unknown = await mailer.TrySendAsync(Request("\n") with { To = ["a@y", "b@y"] }, Token);

        Assert.Equal((SendOutcome.PartlySent, NoSuchUser, "ask for the address"), (partly.Outcome, partly.Failure, partly.Advice));
        Assert.Equal((SendOutcome.NotSent, "no recipients found", 0), (nobody.Outcome, nobody.Failure?.Message, nobody.Recipients.Count));
        Assert.Equal(["a@y Unknown ", "b@y Unknown "], unknown.Recipients.Select(Shown));
    }

    [Fact]
    public async Task What_the_system_said_stays_with_the_exception()
    {
        var system = new IOException("broken pipe");
        host.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Throws(new MailException(ExitCode.IoErr, DeliveryStage.Data, "no", inner: system));
        await using var mailer = Builder().Build();

        var e = await Assert.ThrowsAsync<MailException>(() => mailer.SendAsync(Request("\n") with { To = ["a@y"] }, Token).AsTask());

        Assert.Equal((system, "no", SendOutcome.Deferred), (e.InnerException, e.Message, e.Result.Outcome));
    }

    [Fact]
    public async Task Trying_gives_up_when_its_caller_does_and_does_not_hide_a_mistake_of_the_programmer()
    {
        await using var mailer = Builder().Build();
        using var stream = new MemoryStream();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => mailer.TrySendAsync(Request("\n") with { To = ["a@y"] }, new CancellationToken(canceled: true)).AsTask());
        await Assert.ThrowsAsync<InvalidOperationException>(() => mailer.TrySendAsync(new MailRequest { Message = stream, To = ["a@y"] }, Token).AsTask());
    }

    static readonly DeliveryFailure NoSuchUser = new(ExitCode.DataErr, DeliveryStage.Rcpt, "no such user") { Advice = "ask for the address" };

    static readonly DeliveryReport PartlyTaken = new(
    [
        new(new ForwardPath("a@y"), new ServerReply(250, null, ["ok"])),
        new(new ForwardPath("b@y"), new ServerReply(550, null, ["no"])),
    ])
    {
        FinalReply = new ServerReply(250, null, ["queued"]),
        Failure = NoSuchUser,
    };

    static MailException Unanswered => new(new DeliveryFailure(ExitCode.IoErr, DeliveryStage.EndOfData, "no answer") { MayHaveBeenDelivered = true });

    static string Shown(RecipientOutcome recipient) => $"{recipient.Recipient.Address} {recipient.Outcome} {recipient.Reply}";

    MailerBuilder Builder() => new MailerBuilder()
        .AddPlugin(host)
        .AddAccount(new MailAccount(AccountSettings.Empty.With(CommonSettings.Host, "h").With(CommonSettings.From, "me@x")) { Name = "default" });

    static MailRequest Request(string message) => new() { Message = new MemoryStream(Encoding.ASCII.GetBytes(message)) };

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
