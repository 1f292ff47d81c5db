using System.Text;

namespace Msmtp.Cli.Tests.Serving;

public sealed class LenientLinesTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Cases => new()
    {
        { "EHLO x\nDATA\na\n.\n", "EHLO x\r\nDATA\r\na\r\n.\r\n" },
        { "EHLO x\r\nDATA\na\n.\n", "EHLO x\r\nDATA\na\n.\n" },
        { "EHLO x\n\n\n", "EHLO x\r\n\r\n\r\n" },
        { "\n", "\r\n" },
        { "a\nb\r\nc\n", "a\r\nb\r\nc\r\n" },
        { "a\nb\rc\r\r\n", "a\r\nb\rc\r\r\n" },
        { "no line end", "no line end" },
        { "", "" },
    };

    [Theory, MemberData(nameof(Cases))]
    public async Task The_first_line_decides_what_ends_a_line(string sent, string read)
    {
        for (var piece = 1; piece <= Math.Max(1, sent.Length); piece++)
            foreach (var room in new[] { 2, 3, 5, 100 })
                Assert.Equal(read, await ReadAsync(sent, piece, room));
    }

    static async Task<string> ReadAsync(string sent, int piece, int room)
    {
        using var lines = new LenientLines(new Pieces(Encoding.ASCII.GetBytes(sent), piece));
        using var all = new MemoryStream();
        var buffer = new byte[room];
        while (await lines.ReadAsync(buffer, Token) is > 0 and var count)
            all.Write(buffer, 0, count);
        return Encoding.ASCII.GetString(all.ToArray());
    }

    sealed class Pieces(byte[] octets, int size) : MemoryStream(octets)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span[..Math.Min(size, buffer.Length)]));
    }
}
