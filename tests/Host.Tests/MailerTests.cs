using System.Text;
using Msmtp.Hosting;
using Msmtp.Host.Tests.Delivery;
using Msmtp.TestKit;
using NSubstitute;

namespace Msmtp.Host.Tests;

public sealed class MailerTests
{
    readonly FakeHost host = new();

    [Fact]
    public async Task A_mail_goes_out_by_the_applications_account()
    {
        await using var mailer = Builder().Build();

        var report = await mailer.SendAsync(Request("To: c@y\n\nhi\n") with { To = ["A <a@y>", "b@y"] }, Token);

        Assert.True(report.IsComplete);
        await host.Transport.Received(1).SendAsync(
            Arg.Is<Mail>(mail => mail.Envelope.From.Address == "me@x" && string.Join(' ', mail.Envelope.To.Select(to => to.Address)) == "a@y b@y"),
            Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Recipients_can_be_read_from_the_header()
    {
        await using var mailer = Builder().Build();

        var report = await mailer.SendAsync(Request("To: c@y\nBcc: d@y\n\nhi\n") with { Recipients = RecipientSource.RequestAndHeader }, Token);

        Assert.Equal(["c@y", "d@y"], report.Recipients.Select(result => result.Recipient.Address));
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

        Assert.Equal(["two@x", "one@x"], host.Transport.ReceivedCalls().Select(call => call.GetArguments()).Where(arguments => arguments is [Mail, ..]).Select(arguments => ((Mail)arguments[0]!).Envelope.From.Address));
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
        Assert.DoesNotContain(host.Transport.ReceivedCalls(), call => call.GetArguments() is [Mail, ..]);
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

    MailerBuilder Builder() => new MailerBuilder()
        .AddPlugin(host)
        .AddAccount(new Account(Settings.Empty.With(CommonSettings.Host, "h").With(CommonSettings.From, "me@x")) { Name = "default" });

    static MailRequest Request(string message) => new() { Message = new MemoryStream(Encoding.ASCII.GetBytes(message)) };

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
