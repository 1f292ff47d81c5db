using System.Text;
using FsCheck.Xunit;

namespace Msmtp.Server.Tests;

public sealed class ChunkTests
{
    [Theory]
    [InlineData("0", 0, false)]
    [InlineData("86", 86, false)]
    [InlineData("0 LAST", 0, true)]
    [InlineData("0012 last", 12, true)]
    [InlineData("9223372036854775807 LAST", long.MaxValue, true)]
    public void A_size_and_perhaps_the_end_marker(string argument, long size, bool isLast)
    {
        Assert.True(Chunk.TryParse(argument, out var chunk));
        Assert.Equal(new Chunk(size, isLast), chunk);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("LAST")]
    [InlineData(" 5")]
    [InlineData("-5")]
    [InlineData("+5")]
    [InlineData("5.0")]
    [InlineData("1,000")]
    [InlineData("0x10")]
    [InlineData("٥")]
    [InlineData("5 ")]
    [InlineData("5  LAST")]
    [InlineData("5 LAST LAST")]
    [InlineData("5 FIRST")]
    [InlineData("9223372036854775808")]
    public void Anything_else_is_not_a_chunk(string argument) => Assert.False(Chunk.TryParse(argument, out _));

    [Theory]
    [InlineData("", false, false)]
    [InlineData("a\r\n\r\nb\r\n", false, false)]
    [InlineData("a\r", false, true)]
    [InlineData("\n", true, false)]
    [InlineData("a\nb", true, false)]
    [InlineData("a\rb", true, false)]
    [InlineData("a\r\r\n", true, false)]
    [InlineData("a\n\r\n", true, false)]
    public void A_bare_line_end_is_found_however_the_octets_arrive(string text, bool isFound, bool endsWithCr)
    {
        for (var block = 1; block <= text.Length + 1; block++)
        {
            var detector = Scanned(text, block);

            Assert.Equal((isFound, endsWithCr), (detector.HasFound, detector.EndsWithCr));
        }
    }

    /// <summary>DATA and BDAT are held to the same rule.</summary>
    [Property]
    public bool What_is_bare_for_DATA_is_bare_for_BDAT(bool[] letters, bool[] returns, byte block)
    {
        var text = string.Concat(letters.Zip(returns, static (isLetter, isReturn) => isLetter ? 'a' : isReturn ? '\r' : '\n')) + "\r\n";
        var decoder = default(ContentDecoder);
        decoder.Decode(Encoding.Latin1.GetBytes(text + ".\r\n"), new byte[text.Length + 1], out _, out _);

        return Scanned(text, block + 1).HasFound == decoder.HasBareLineEnd;
    }

    static BareLineEndDetector Scanned(string text, int block)
    {
        var detector = default(BareLineEndDetector);
        foreach (var octets in Encoding.Latin1.GetBytes(text).Chunk(block))
            detector.Scan(octets);
        return detector;
    }
}
