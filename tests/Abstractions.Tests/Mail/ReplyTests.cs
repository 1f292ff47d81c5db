namespace Msmtp.Abstractions.Tests.Mail;

public sealed class ReplyTests
{
    [Fact]
    public void The_lines_of_a_reply_stand_as_they_came()
    {
        Assert.Equal(["550-5.1.1 no", "550 such user"], new ServerReply(550, new EnhancedStatus(5, 1, 1), ["5.1.1 no", "such user"]).WireLines);
    }

    [Theory]
    [InlineData(250, true, false)]
    [InlineData(354, false, false)]
    [InlineData(450, false, true)]
    [InlineData(550, false, false)]
    public void The_first_digit_says_what_a_reply_means(int code, bool isPositive, bool isTransient)
    {
        var reply = new ServerReply(code, null, ["x"]);

        Assert.Equal((isPositive, isTransient), (reply.IsPositive, reply.IsTransient));
    }
}
