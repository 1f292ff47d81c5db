namespace Msmtp.Transport.Smtp.Tests;

public sealed class HelloAdviceTests
{
    [Theory]
    [InlineData(504, "5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname", true, true)]
    [InlineData(450, "4.7.1 <vm>: Helo command rejected: Host not found", true, true)]
    [InlineData(550, "Access denied - Invalid HELO name (See RFC2821 4.1.1.1)", true, true)]
    [InlineData(501, "Syntactically invalid EHLO argument(s)", true, true)]
    [InlineData(503, "5.5.1 Error: send HELO/EHLO first", false, false)]
    [InlineData(502, "5.5.1 not implemented", false, false)]
    [InlineData(421, "too busy", false, false)]
    [InlineData(550, "5.1.1 no such user", true, false)]
    [InlineData(450, "4.1.1 <michelo@example.net>: Recipient address rejected", false, false)]
    public void A_refusal_for_the_names_sake_is_told_from_others(int code, string text, bool isHinted, bool isHintedLater)
    {
        var reply = new ServerReply(code, null, [text]);

        Assert.Equal(isHinted, HelloAdvice.Refused(reply) is not null);
        Assert.Equal(isHintedLater, HelloAdvice.RefusedLater(reply) is not null);
    }
}
