namespace Msmtp.Abstractions.Tests.Mail;

public sealed class PathTests
{
    [Theory]
    [InlineData("a@b\r\nRCPT TO:<x@y>")]
    [InlineData("a@b\n")]
    [InlineData("a\0@b")]
    public void An_address_that_would_break_a_command_line_is_refused(string address)
    {
        Assert.Throws<ArgumentException>(() => new ReversePath(address));
        Assert.Throws<ArgumentException>(() => new ForwardPath(address));
    }

    [Fact]
    public void Paths_stand_in_brackets_and_the_null_path_is_empty()
    {
        Assert.Equal("<a@b>", new ForwardPath("a@b").ToString());
        Assert.Equal("<>", ReversePath.Null.ToString());
    }

    [Fact]
    public void An_envelope_has_a_recipient()
    {
        Assert.Throws<ArgumentException>(() => new Envelope(ReversePath.Null, []));
    }
}
