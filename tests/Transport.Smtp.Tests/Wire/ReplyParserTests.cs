using System.Text;
using FsCheck.Xunit;
using Msmtp.Text;

namespace Msmtp.Transport.Smtp.Tests;

public sealed class ReplyParserTests
{
    [Theory]
    [InlineData("220 mx.example.org ready\r\n", 220, new[] { "mx.example.org ready" })]
    [InlineData("250 \r\n", 250, new[] { "" })]
    [InlineData("250 ok\n", 250, new[] { "ok" })]
    [InlineData("250-a\r\n250-\r\n250 c\r\n", 250, new[] { "a", "", "c" })]
    [InlineData("550 a\rb\0c\r\n", 550, new[] { "a\rb\0c" })]
    [InlineData("099 low\r\n", 99, new[] { "low" })]
    public void Replies_are_read_whole_and_octet_by_octet_and_with_more_behind_them(string wire, int code, string[] lines)
    {
        foreach (var behind in new[] { "", "250 next\r\n", "\0" })
        {
            var octets = Encoding.Latin1.GetBytes(wire + behind);
            for (var length = 0; length < wire.Length; length++)
            {
                ReadOnlySpan<byte> part = octets.AsSpan(0, length);
                Assert.False(ReplyParser.TryRead(ref part, out _));
                Assert.Equal(length, part.Length);
            }

            ReadOnlySpan<byte> whole = octets;
            Assert.True(ReplyParser.TryRead(ref whole, out var reply));

            Assert.Equal(code, reply.Code);
            Assert.Equal(lines, reply.Lines);
            Assert.Equal(behind, Encoding.Latin1.GetString(whole));
        }
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("220\r\n")]
    [InlineData("250\tok\r\n")]
    [InlineData("2a0 ok\r\n")]
    [InlineData("okay then\r\n")]
    [InlineData("250-a\r\n550 b\r\n")]
    [InlineData("250-a\r\nb\r\n")]
    public void What_can_be_no_reply_is_invalid(string wire)
    {
        var failure = Assert.Throws<InvalidDataException>(() => Read(wire));

        Assert.Equal("the server sent an invalid reply", failure.Message);
    }

    [Fact]
    public void A_line_has_at_most_1023_octets_with_its_end()
    {
        Assert.Equal(1017, Read("250 " + new string('x', 1017) + "\r\n")!.Lines[0].Length);

        Assert.Throws<InvalidDataException>(() => Read("250 " + new string('x', 1018) + "\r\n"));
        Assert.Throws<InvalidDataException>(() => Read("250 " + new string('x', 1019)));
        Assert.Null(Read("250 " + new string('x', 1018)));
    }

    [Fact]
    public void A_reply_has_at_most_50_lines()
    {
        Assert.Equal(50, Read(string.Concat(Enumerable.Repeat("220-x\r\n", 49)) + "220 y\r\n")!.Lines.Count);

        var failure = Assert.Throws<InvalidDataException>(() => Read(string.Concat(Enumerable.Repeat("220-x\r\n", 50))));

        Assert.Equal("Rejecting server reply that is longer than 50 lines. Increase SMTP_MAXLINES.", failure.Message);
    }

    [Fact]
    public void Octets_that_are_no_UTF8_survive()
    {
        var reply = Read("550 caf\xE9\r\n")!;

        Assert.Equal("550 caf\xE9", Encoding.Latin1.GetString(OctetText.Encode(reply.WireLines.Single())));
    }

    [Fact]
    public void The_enhanced_status_of_the_first_line_is_the_replys()
    {
        Assert.Equal(new EnhancedStatus(5, 1, 1), Read("550-5.1.1 no\r\n550 5.7.0 user\r\n")!.Status);
        Assert.Null(Read("550 no\r\n")!.Status);
    }

    [Property(MaxTest = 2000)]
    public void Nothing_but_invalid_data_is_ever_thrown(byte[] noise, bool startsWell)
    {
        // Mostly octets that mean something, so that more than the first line is reached.
        var octets = noise.Select(static octet => "250- \r\nx\xFF"u8[octet % 9]).ToArray();
        ReadOnlySpan<byte> buffer = startsWell ? [.. "250-x\r\n"u8, .. octets] : octets;
        var before = buffer.Length;
        try
        {
            if (ReplyParser.TryRead(ref buffer, out var reply))
                Assert.InRange(reply.Code, 0, 999);
            else
                Assert.Equal(before, buffer.Length);
        }
        catch (InvalidDataException)
        {
            Assert.Equal(before, buffer.Length);
        }
    }

    static ServerReply? Read(string wire)
    {
        ReadOnlySpan<byte> buffer = Encoding.Latin1.GetBytes(wire);
        return ReplyParser.TryRead(ref buffer, out var reply) ? reply : null;
    }
}
