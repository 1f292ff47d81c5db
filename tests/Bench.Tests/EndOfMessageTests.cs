using System.Text;

namespace Msmtp.Bench.Tests;

public sealed class EndOfMessageTests
{
    [Theory]
    [InlineData(".\r\n", 3)]                           // DATA's own line end comes before it
    [InlineData("text\r\n.\r\n", 9)]
    [InlineData("text\r\n.\r\nQUIT\r\n", 9)]
    [InlineData("\r\n\r\n.\r\n", 7)]
    [InlineData("a\r\r\n.\r\n", 7)]
    [InlineData("\r\n.\r\r\n.\r\n", 9)]
    [InlineData("\r\n..\r\nlong enough for a block of its own\r\n.\r\n", 45)]
    [InlineData("text\r\n.\n", -1)]
    [InlineData("text\n.\r\n", -1)]
    [InlineData("\r\n..\r\n", -1)]
    [InlineData("", -1)]
    public void Ends_behind_a_line_that_is_a_dot(string text, int end)
    {
        var octets = Encoding.ASCII.GetBytes(text);

        Assert.Equal(end, Find([octets]));
        Assert.Equal(end, Find(octets.Select(static octet => new[] { octet })));
        for (var cut = 0; cut <= octets.Length; cut++)
            Assert.Equal(end, Find([octets[..cut], octets[cut..]]));
    }

    [Fact]
    public void Finds_the_same_end_wherever_the_blocks_are_cut()
    {
        var random = new Random(20260101);
        for (var round = 0; round < 20_000; round++)
        {
            var octets = Enumerable.Range(0, random.Next(40)).Select(_ => "\r\n.x"u8[random.Next(4)]).ToArray();
            var expected = Encoding.ASCII.GetString([(byte)'\r', (byte)'\n', .. octets]).IndexOf("\r\n.\r\n", StringComparison.Ordinal);
            var size = random.Next(1, 12);

            Assert.Equal(expected < 0 ? -1 : expected + 3, Find(octets.Chunk(size)));
        }
    }

    static int Find(IEnumerable<byte[]> blocks)
    {
        var mark = new EndOfMessage();
        var before = 0;
        foreach (var block in blocks)
        {
            if (mark.Find(block) is var found and >= 0)
                return before + found;
            before += block.Length;
        }
        return -1;
    }
}
