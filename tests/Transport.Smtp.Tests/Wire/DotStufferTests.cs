using System.Text;
using FsCheck.Xunit;

namespace Msmtp.Transport.Smtp.Tests;

public sealed class DotStufferTests
{
    [Theory]
    [InlineData("", ".\r\n")]
    [InlineData("one\ntwo\n", "one\r\ntwo\r\n.\r\n")]
    [InlineData("one\r\ntwo\nthree\r\n", "one\r\ntwo\r\nthree\r\n.\r\n")]
    [InlineData("no final newline", "no final newline\r\n.\r\n")]
    [InlineData(".\n..\n.a\n.", "..\r\n...\r\n..a\r\n..\r\n.\r\n")]
    [InlineData("a.b\n c.\n", "a.b\r\n c.\r\n.\r\n")]
    [InlineData("\n\n", "\r\n\r\n.\r\n")]
    [InlineData("\0.\n.\0\xFF\n", "\0.\r\n..\0\xFF\r\n.\r\n")]
    [InlineData("a\rb\n", "a\r\nb\r\n.\r\n")]
    [InlineData("a\r.\r\n", "a\r\n..\r\n.\r\n")]
    [InlineData("a\r\r\nb", "a\r\n\r\nb\r\n.\r\n")]
    [InlineData("\r", "\r\n.\r\n")]
    [InlineData("\n\r", "\r\n\r\n.\r\n")]
    public void Messages_come_out_right_however_they_are_cut(string message, string wire)
    {
        for (var size = 1; size <= message.Length + 1; size++)
            Assert.Equal(wire, Stuff(Encoding.Latin1.GetBytes(message).Chunk(size)));
    }

    [Fact]
    public void A_line_of_a_megabyte_passes_whole()
    {
        var line = new string('x', 1 << 20);

        Assert.Equal($"{line}\r\n.\r\n", Stuff(Encoding.Latin1.GetBytes(line + '\n').Chunk(65536)));
    }

    // Copying goes by 32 octets at a time: ends and cuts fall on all sides of that.
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Lines_of_every_length_come_out_as_a_naive_reference_says(string end)
    {
        var lines = Enumerable.Range(0, 140).Select(length => (length % 3 == 0 ? "." : "") + new string('x', length) + end);
        var message = string.Concat(lines);

        foreach (var size in (int[])[1, 31, 32, 33, 34, 63, 64, 65, 100, message.Length])
            Assert.Equal(Naive(message), Stuff(Encoding.Latin1.GetBytes(message).Chunk(size)));
    }

    // Figures of msmtp: line ends count as one, stuffed dots not at all, an end that was added does.
    [Theory]
    [InlineData("abc\n", 4)]
    [InlineData("abc", 4)]
    [InlineData(".abc\r\n", 5)]
    [InlineData("a\rb\n", 4)]
    [InlineData("", 0)]
    public void The_size_counts_line_ends_as_one_and_no_stuffing(string message, int size)
    {
        var stuffer = new DotStuffer();
        var room = new byte[64];

        stuffer.Transform(Encoding.Latin1.GetBytes(message), room);
        stuffer.Finish(room);

        Assert.Equal(size, stuffer.MessageSize);
    }

    [Property(MaxTest = 2000)]
    public void Random_blocks_come_out_as_a_naive_reference_says(byte[][] noise)
    {
        var blocks = noise.Select(static block => block.Select(static octet => "\r\n.a\0"u8[octet % 5]).ToArray()).ToArray();

        Assert.Equal(Naive(string.Concat(blocks.Select(Encoding.Latin1.GetString))), Stuff(blocks));
    }

    // Its pass makes lines canonical by itself, which has to be what everybody else reads (MessageContent.OpenRead): only the dots are its own.
    [Property(MaxTest = 2000)]
    public void It_doubles_the_dots_of_the_lines_that_everybody_sees(byte[] noise, byte[][] more)
    {
        byte[][] blocks = [.. more.Prepend(noise).Select(static block => block.Select(static octet => "\r\n.a\0"u8[octet % 5]).ToArray())];
        var canonical = new MessageContent(blocks[0], new MemoryStream([.. blocks[1..].SelectMany(static block => block)])).OpenRead();
        var stuffer = new DotStuffer();

        Assert.Equal(WithDoubledDots(Lines(canonical)), Stuff(blocks, stuffer));
        Assert.Equal(canonical.Size, stuffer.MessageSize);
    }

    static string Lines(CanonicalStream message)
    {
        using var octets = new MemoryStream();
        message.CopyTo(octets);
        return Encoding.Latin1.GetString(octets.ToArray());
    }

    static string WithDoubledDots(string lines) => ("\r\n" + lines).Replace("\r\n.", "\r\n..", StringComparison.Ordinal)[2..] + ".\r\n";

    static string Naive(string message)
    {
        var lines = message.Replace("\r\n", "\n").Replace('\r', '\n').Split('\n').ToList();
        if (lines[^1] == "")
            lines.RemoveAt(lines.Count - 1);
        return string.Concat(lines.Select(static line => (line.StartsWith('.') ? "." : "") + line + "\r\n")) + ".\r\n";
    }

    static string Stuff(IEnumerable<byte[]> blocks) => Stuff(blocks, new DotStuffer());

    static string Stuff(IEnumerable<byte[]> blocks, DotStuffer stuffer)
    {
        var wire = new StringBuilder();
        foreach (var block in blocks)
        {
            // No octet more than is promised to be enough.
            var room = new byte[DotStuffer.MaxLength(block.Length)];
            wire.Append(Encoding.Latin1.GetString(room, 0, stuffer.Transform(block, room)));
        }
        var end = new byte[DotStuffer.MaxFinishLength];
        return wire.Append(Encoding.Latin1.GetString(end, 0, stuffer.Finish(end))).ToString();
    }
}
