using System.Text;
using Msmtp.Text;

namespace Msmtp.Transport.Smtp.Tests;

public sealed class CommandTests
{
    static readonly ReversePath Me = new("me@example.org");
    static readonly ForwardPath You = new("you@example.net");

    [Fact]
    public void Commands_are_written_as_the_RFCs_write_them()
    {
        Assert.Equal("EHLO host\r\n", Wire(Command.Ehlo("host")));
        Assert.Equal("EHLO \r\n", Wire(Command.Ehlo("")));
        Assert.Equal("MAIL FROM:<>\r\n", Wire(Command.Mail(ReversePath.Null, new MailParameters())));
        Assert.Equal("MAIL FROM:<me@example.org> RET=HDRS\r\n", Wire(Command.Mail(Me, new MailParameters { Return = "HDRS" })));
        Assert.Equal("MAIL FROM:<me@example.org> RET=HDRS SMTPUTF8\r\n", Wire(Command.Mail(Me, new MailParameters { Return = "HDRS", IsInternational = true })));
        Assert.Equal(
            "MAIL FROM:<me@example.org> BODY=8BITMIME RET=HDRS SMTPUTF8\r\n",
            Wire(Command.Mail(Me, new MailParameters { Return = "HDRS", IsInternational = true, IsEightBit = true })));
        Assert.Equal("RCPT TO:<you@example.net>\r\n", Wire(Command.Rcpt(You, null)));
        Assert.Equal("RCPT TO:<you@example.net> NOTIFY=NEVER\r\n", Wire(Command.Rcpt(You, "NEVER")));
        Assert.Equal("ETRN #queue\r\n", Wire(Command.Etrn("#queue")));
    }

    [Theory]
    [InlineData("host\r\nMAIL FROM:<x>")]
    [InlineData("host\n")]
    [InlineData("ho\rst")]
    [InlineData("ho\0st")]
    public void Nothing_can_put_a_second_command_into_one(string domain)
    {
        Assert.Throws<ArgumentException>(() => Command.Ehlo(domain));
        Assert.Throws<ArgumentException>(() => Command.Etrn(domain));
        Assert.Throws<ArgumentException>(() => Command.Auth(domain, "x"u8.ToArray()));
    }

    [Fact]
    public void Initial_responses_are_absent_or_empty_or_base64()
    {
        Assert.Equal("AUTH LOGIN\r\n", Wire(Command.Auth("LOGIN", null)));
        Assert.Equal("AUTH EXTERNAL =\r\n", Wire(Command.Auth("EXTERNAL", ReadOnlyMemory<byte>.Empty)));
        Assert.Equal("AUTH PLAIN AGpvZQBzZWNyZXQ=\r\n", Wire(Command.Auth("PLAIN", "\0joe\0secret"u8.ToArray())));
        Assert.Equal("am9l\r\n", Wire(Command.SaslResponse("joe"u8.ToArray())));
        Assert.Equal("\r\n", Wire(Command.SaslResponse(ReadOnlyMemory<byte>.Empty)));
    }

    [Fact]
    public void Octets_of_an_address_that_are_no_UTF8_go_out_as_they_came_in()
    {
        Assert.Equal("RCPT TO:<\xE9@x>\r\n", Wire(Command.Rcpt(new ForwardPath(OctetText.Decode([0xE9, (byte)'@', (byte)'x'])), null)));
    }

    [Fact]
    public void Messages_of_SASL_are_of_any_length()
    {
        var token = Enumerable.Repeat((byte)'T', 100_000).ToArray();

        var command = Command.SaslResponse(token);

        Assert.Equal(token, Convert.FromBase64String(Wire(command)));
        Assert.InRange(command.Length, 100_000, command.Limit);
    }

    [Fact]
    public void Only_SASL_messages_are_traced_as_secrets()
    {
        var trace = new RecordingTrace();

        Command.Ehlo("host").TraceTo(trace);
        Command.Auth("PLAIN", "x"u8.ToArray()).TraceTo(trace);
        Command.Auth("LOGIN", null).TraceTo(trace);
        Command.SaslResponse("x"u8.ToArray()).TraceTo(trace);

        Assert.Equal(["--> EHLO host", "--> AUTH PLAIN *eA==*", "--> AUTH LOGIN", "--> *eA==*"], trace.Lines);
    }

    [Fact]
    public void A_wiped_command_is_gone()
    {
        var command = Command.SaslResponse("secret"u8.ToArray());

        command.Wipe();

        Assert.True(command.Octets.Span.IndexOfAnyExcept((byte)0) < 0);
    }

    [Fact]
    public void Commands_are_joined_in_order()
    {
        byte[] buffer = [];

        Assert.Equal("RSET\r\nQUIT\r\n", Joined(Command.Rset, Command.Quit));
        Assert.Equal("DATA\r\nQUIT\r\n", Joined(Command.Data, Command.Quit));
        Assert.Equal("QUIT\r\n", Joined(Command.Quit));

        string Joined(params Command[] group) => Encoding.Latin1.GetString(Command.Join(group, ref buffer).Span);
    }

    static string Wire(Command command) => Encoding.Latin1.GetString(command.Octets.Span);
}
