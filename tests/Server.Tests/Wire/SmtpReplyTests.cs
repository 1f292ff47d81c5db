namespace Msmtp.Server.Tests;

public sealed class SmtpReplyTests
{
    [Fact]
    public void Every_line_has_the_code_and_the_status_and_all_but_the_last_a_hyphen()
    {
        var reply = new SmtpReply(550, "5.1.1", "no such user", "try another");

        Assert.Equal(["550-5.1.1 no such user", "550 5.1.1 try another"], ReplyFormat.Lines(reply, hasStatus: true));
        Assert.Equal(["550-no such user", "550 try another"], ReplyFormat.Lines(reply, hasStatus: false));
    }

    [Theory]
    [InlineData("a\r\nb")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    public void A_reply_cannot_contain_line_ends(string text) => Assert.Throws<ArgumentException>(() => new SmtpReply(250, null, text));

    [Theory]
    [InlineData(199)]
    [InlineData(600)]
    public void A_reply_needs_a_valid_code(int code) => Assert.Throws<ArgumentOutOfRangeException>(() => new SmtpReply(code, null, "ok"));

    [Fact]
    public void A_reply_needs_text() => Assert.Throws<ArgumentException>(() => new SmtpReply(250, null));
}
