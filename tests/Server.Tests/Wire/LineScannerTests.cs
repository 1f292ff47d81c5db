using System.Text;

namespace Msmtp.Server.Tests;

public sealed class LineScannerTests
{
    const int MaxLength = 16;

    public static TheoryData<string, string> Inputs => new()
    {
        { "NOOP\r\n", "Whole:NOOP" },
        { "\r\n", "Whole:" },
        { "A\r\nB\r\n", "Whole:A Whole:B" },
        { "NOOP\n", "BareLineFeed:NOOP" },
        { "\n", "BareLineFeed:" },
        { "A\rB\r\n", "Whole:A\rB" },
        { "A\r\r\n", "Whole:A\r" },
        { "12345678901234\r\n", "Whole:12345678901234" },
        { "123456789012345\r\n", "TooLong:" },
        { "12345678901234567890123456789012345678901234567890\r\nB\r\n", "TooLong: Whole:B" },
        { "A", "" },
        { "A\r", "" },
    };

    [Theory, MemberData(nameof(Inputs))]
    public void Lines_are_the_same_however_the_octets_arrive(string input, string expected)
    {
        for (var block = 1; block <= input.Length; block++)
            Assert.Equal(expected, Scan(input, block));
    }

    [Fact]
    public void Octets_after_a_line_are_left_alone()
    {
        var scanner = new LineScanner(MaxLength);

        var status = scanner.Scan("RSET\r\nNOO"u8, out var consumed, out var line);

        Assert.Equal(LineStatus.Whole, status);
        Assert.Equal(6, consumed);
        Assert.Equal("RSET"u8, line);
    }

    [Fact]
    public void The_scanner_never_needs_more_than_the_limit()
    {
        var scanner = new LineScanner(MaxLength);

        scanner.Scan("1234567890123456"u8, out var consumed, out _);

        Assert.Equal(MaxLength, consumed);
    }

    static string Scan(string input, int block)
    {
        var scanner = new LineScanner(MaxLength);
        var buffer = new List<byte>();
        var lines = new List<string>();
        foreach (var octets in Encoding.Latin1.GetBytes(input).Chunk(block))
        {
            buffer.AddRange(octets);
            LineStatus status;
            do
            {
                status = scanner.Scan(buffer.ToArray(), out var consumed, out var line);
                buffer.RemoveRange(0, consumed);
                if (status != LineStatus.NeedMore)
                    lines.Add($"{status}:{(status == LineStatus.TooLong ? "" : Encoding.Latin1.GetString(line))}");
            }
            while (status != LineStatus.NeedMore);
        }

        return string.Join(' ', lines);
    }
}
