namespace Msmtp.Abstractions.Tests.Mail;

public sealed class PathTests
{
    [Theory]
    [InlineData("a@b\r\nRCPT TO:<x@y>")]
    [InlineData("a@b\n")]
    [InlineData("a\0@b")]
    [InlineData("a@x> SIZE=1 AUTH=<b")]
    [InlineData("a@x>")]
    [InlineData("<a@x>")]
    [InlineData("Joe User <joe@x>")]
    [InlineData("a@x exitcode=EX_OK")]
    [InlineData("a b@x")]
    [InlineData("a\tb@x")]
    [InlineData("a@x\u001b[2J")]
    [InlineData("a\u009b@x")]
    [InlineData("a\u2028@x")]
    [InlineData("a\u00a0b@x")]
    [InlineData("a@x,b@x")]
    [InlineData("a:b@x")]
    [InlineData("a@b@x")]
    [InlineData("@x")]
    [InlineData("a@")]
    [InlineData("@")]
    [InlineData("@a:")]
    [InlineData("@a b:c@x")]
    [InlineData("@:c@x")]
    [InlineData("@a,:c@x")]
    [InlineData("\"a@x")]
    [InlineData("\"a\\")]
    [InlineData("\"a\nb\"@x")]
    [InlineData("a@[x")]
    [InlineData("a@[x]y")]
    [InlineData("a@[]")]
    [InlineData("a@x\"y\"")]
    [InlineData("a(c)@x")]
    [InlineData("a\\b@x")]
    public void What_is_no_address_is_refused(string address)
    {
        Assert.Throws<ArgumentException>(() => new ReversePath(address));
        Assert.Throws<ArgumentException>(() => new ForwardPath(address));
    }

    [Theory]
    [InlineData("a@b")]
    [InlineData("postmaster")]
    [InlineData("\"joe smith\"@x")]
    [InlineData("\"a>b\\\"c\"@x")]
    [InlineData("\"a\".b@x")]
    [InlineData("o'brien+tag=x@example.org")]
    [InlineData("/C=US/A=ATT@gateway.example")]
    [InlineData("joe%inner.example@relay.example")]
    [InlineData("host!joe")]
    [InlineData("*@x")]
    [InlineData("a..b.@docomo.example")]
    [InlineData("a@[127.0.0.1]")]
    [InlineData("@relay.example,@other.example:joe@x")]
    [InlineData("a@[IPv6:2001:db8::1]")]
    [InlineData("a@_dmarc.example.org.")]
    [InlineData("jörg@bücher.example")]
    [InlineData("\uDCE9@x")]
    [InlineData("\U0001F480@x")]
    public void What_mail_systems_take_for_an_address_is_one(string address)
    {
        Assert.Equal(address, new ReversePath(address).Address);
        Assert.Equal(address, new ForwardPath(address).Address);
    }

    [Theory]
    [InlineData("joe@x", "joe@x")]
    [InlineData("Joe User <joe@x>", "joe@x")]
    [InlineData("Joe <joe@x> ", "joe@x")]
    [InlineData("\"User, Joe <x>\" <joe@x>", "joe@x")]
    [InlineData("<joe@x>", "joe@x")]
    [InlineData("Joe <\"joe smith\"@x>", "\"joe smith\"@x")]
    [InlineData("%U at work <%U@%H>", "%U@%H")]
    [InlineData("<>", "")]
    [InlineData("", "")]
    [InlineData("*@x", "*@x")]
    [InlineData("a@x> SIZE=1 AUTH=<b", "a@x> SIZE=1 AUTH=<b")]
    [InlineData("a@x> SIZE=1 AUTH=<b>", "a@x> SIZE=1 AUTH=<b>")]
    [InlineData("Joe <a@x> <b@x>", "Joe <a@x> <b@x>")]
    [InlineData("Joe <a@x SIZE=1>", "Joe <a@x SIZE=1>")]
    [InlineData("\"Joe <a@x>", "\"Joe <a@x>")]
    public void Of_a_mailbox_the_address_is_taken_and_nothing_else_changes(string text, string address)
    {
        Assert.Equal(address, AddressParts.OfMailbox(text));
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
        Assert.Throws<ArgumentException>(() => new SmtpEnvelope(ReversePath.Null, []));
    }
}
