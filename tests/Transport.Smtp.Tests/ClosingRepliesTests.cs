using Msmtp.Testing;

namespace Msmtp.Transport.Smtp.Tests;

/// <summary>
/// A server that has had too much says 421 whenever it likes and hangs up (RFC 5321 §3.8). Whatever comes of that is reported in msmtp's words, and
/// why it came to that is not lost.
/// </summary>
public sealed class ClosingRepliesTests
{
    const string Hello = """
        S: 220 mx
        C: EHLO localhost
        S: 250 mx

        """;

    const string First = """
        C: MAIL FROM:<me@example.org>
        S: 250 ok
        C: RCPT TO:<a@example.net>

        """;

    [Theory]
    [InlineData("S: 421 no", "cannot get initial OK message from server")]
    [InlineData("S: 220 mx\nC: EHLO localhost\nS: 421 no\nC: HELO localhost", "the server sent an empty reply")]
    [InlineData("S: 220 mx\nC: EHLO localhost\nS: 421 no\nC: HELO localhost\nS: 421 no", "SMTP server does not accept EHLO or HELO commands")]
    [InlineData("S: 220 mx\nC: EHLO localhost\nS: 421 no\nC: HELO localhost\nS: 503 what", "SMTP server does not accept EHLO or HELO commands")]
    [InlineData("S: 220 mx\nC: EHLO localhost\nS: 451 no\nC: HELO localhost", "the server sent an empty reply")]
    public async Task At_the_beginning(string script, string message) =>
        AssertDeferred(await Transcript.PlayFailure(script, Some.Context()), message);

    [Theory]
    [InlineData("C: STARTTLS\nS: 421 no", "command STARTTLS failed")]
    [InlineData("", "the server does not support TLS via the STARTTLS command")]
    public async Task At_STARTTLS(string script, string message)
    {
        var hello = script.Length > 0 ? "C: EHLO localhost\nS: 250-mx\nS: 250 STARTTLS\n" : "C: EHLO localhost\nS: 421 no\nC: HELO localhost\nS: 250 mx\nC: QUIT";

        AssertDeferred(await Transcript.PlayFailure($"S: 220 mx\n{hello}{script}", Some.Context(static set => set.Set(CommonSettings.Tls, true))), message);
    }

    [Fact]
    public async Task At_EHLO_of_a_server_that_knows_AUTH() => AssertDeferred(
        await Transcript.PlayFailure(
            "S: 220 mx\nC: EHLO localhost\nS: 421 no\nC: HELO localhost\nS: 250 mx\nC: QUIT",
            new PluginUnderTest(new SmtpPlugin()).Context("host localhost\nauth on\nuser me\npassword secret")),
        "the server does not support authentication");

    [Theory]
    [InlineData("C: MAIL FROM:<me@example.org>\nS: 421 no", "envelope from address me@example.org not accepted by the server")]
    [InlineData(First + "S: 421 no\nC: RCPT TO:<b@example.net>", "the server sent an empty reply")]
    [InlineData(First + "S: 450 full\nC: RCPT TO:<b@example.net>\nS: 421 no", "recipient address a@example.net not accepted by the server")]
    [InlineData(First + "S: 250 ok\nC: RCPT TO:<b@example.net>\nS: 421 no\nC: DATA", "the server sent an empty reply")]
    [InlineData(First + "S: 250 ok\nC: RCPT TO:<b@example.net>\nS: 250 ok\nC: DATA\nS: 421 no", "the server does not accept mail data")]
    public async Task Within_a_mail_for_whose_other_recipients_it_goes_on(string script, string message)
    {
        DeliveryFailure? failure = null;
        await Transcript.PlayTransport(Hello + script, Some.Context(), async (transport, _) =>
            failure = await FailureAsync(transport, Some.Mail("a@example.net", "b@example.net") with { OnRefusal = PartialRefusal.Continue }));

        AssertDeferred(failure!, message);
    }

    static async Task<DeliveryFailure?> FailureAsync(ITransport transport, OutgoingMail mail)
    {
        try
        {
            return (await transport.SendAsync(mail, Some.Token)).Failure;
        }
        catch (MailException e)
        {
            return e.Failure;
        }
    }

    static void AssertDeferred(MailException failure, string message) => AssertDeferred(failure.Failure, message);

    static void AssertDeferred(DeliveryFailure failure, string message)
    {
        Assert.Equal(message, failure.Message);
        Assert.Equal("no", (failure.ClosingReply ?? failure.Reply)?.Lines[0]);
        Assert.Equal(SendOutcome.Deferred, SendResult.Of(failure).Outcome);
    }
}
