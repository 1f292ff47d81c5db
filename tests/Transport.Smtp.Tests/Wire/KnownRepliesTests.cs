using System.Text;

namespace Msmtp.Transport.Smtp.Tests;

public sealed class KnownRepliesTests
{
    readonly KnownReplies known = new();

    [Fact]
    public void A_reply_that_was_kept_is_taken_off_the_front()
    {
        var reply = Keep("250 2.1.0 Ok\r\n");

        Assert.Equal((reply, "354 go\r\n"), Find("250 2.1.0 Ok\r\n354 go\r\n"));
        Assert.Equal((reply, ""), Find("250 2.1.0 Ok\r\n"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("250 2.1.0 Ok\r")]
    [InlineData("250 2.1.0 Ok!\r\n")]
    [InlineData("250-2.1.0 Ok\r\n250 2.1.0 Ok\r\n")]
    [InlineData("550 2.1.0 Ok\r\n")]
    public void Any_other_is_left_to_the_parser(string octets)
    {
        Keep("250 2.1.0 Ok\r\n");

        Assert.Equal((null, octets), Find(octets));
    }

    [Fact]
    public void Neither_several_lines_nor_a_long_one_are_kept()
    {
        var (several, length) = ("250-a\r\n250 b\r\n", $"250 {new string('x', 200)}\r\n");
        Keep(several);
        Keep(length);

        Assert.Equal((null, several), Find(several));
        Assert.Equal((null, length), Find(length));
    }

    [Fact]
    public void Of_many_the_last_ones_are_kept()
    {
        var replies = Enumerable.Range(0, 20).Select(static i => $"250 reply {i}\r\n").ToList();

        foreach (var reply in replies)
            Keep(reply);

        Assert.Equal(replies[^4..], replies.Where(reply => Find(reply).Reply is not null));
    }

    ServerReply Keep(string octets)
    {
        ReadOnlySpan<byte> buffer = Encoding.ASCII.GetBytes(octets);
        Assert.True(ReplyParser.TryRead(ref buffer, out var reply));
        known.Keep(Encoding.ASCII.GetBytes(octets), reply);
        return reply;
    }

    (ServerReply? Reply, string Left) Find(string octets)
    {
        ReadOnlySpan<byte> buffer = Encoding.ASCII.GetBytes(octets);
        var reply = known.Find(ref buffer);
        return (reply, Encoding.ASCII.GetString(buffer));
    }
}
