using System.Text;
using FsCheck.Xunit;

namespace Msmtp.Abstractions.Tests.Mail;

public sealed class CanonicalStreamTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("one\ntwo\n", "one\r\ntwo\r\n")]
    [InlineData("one\r\ntwo\nthree\r\n", "one\r\ntwo\r\nthree\r\n")]
    [InlineData("no final line end", "no final line end\r\n")]
    [InlineData(".\n..\n", ".\r\n..\r\n")]
    [InlineData("\n\n", "\r\n\r\n")]
    [InlineData("a\rb\n", "a\r\nb\r\n")]
    [InlineData("a\r\r\nb", "a\r\n\r\nb\r\n")]
    [InlineData("a\r", "a\r\n")]
    [InlineData("\r", "\r\n")]
    [InlineData("\n\r", "\r\n\r\n")]
    [InlineData("\0\u00FF\n", "\0\u00FF\r\n")]
    public async Task Lines_come_out_right_however_they_are_cut(string message, string canonical)
    {
        var octets = Encoding.Latin1.GetBytes(message);
        foreach (var headerLength in Enumerable.Range(0, octets.Length + 1))
            for (var size = 1; size <= octets.Length + 1; size++)
            {
                var stream = new CanonicalStream(octets.AsMemory(0, headerLength), new CutBody(octets[headerLength..], size));

                Assert.Equal(canonical, await TextAsync(stream, size));
                Assert.Equal(canonical.Replace("\r\n", "\n", StringComparison.Ordinal).Length, stream.Size);
            }
    }

    [Property(MaxTest = 1000)]
    public void Random_messages_come_out_as_a_naive_reference_says(byte[] noise, byte[] more, byte size)
    {
        var (header, body) = (Odd(noise), Odd(more));
        var stream = new CanonicalStream(header, new CutBody(body, size + 1));

        Assert.Equal(Naive(Encoding.Latin1.GetString([.. header, .. body])), Text(stream));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task A_message_larger_than_any_buffer_loses_nothing(string end)
    {
        var text = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i}{end}"));
        var octets = Encoding.Latin1.GetBytes(text);

        foreach (var (header, size) in (ReadOnlySpan<(int, int)>)[(0, octets.Length), (70_001, 16 * 1024), (octets.Length, 1), (16 * 1024, 1)])
            Assert.Equal(Naive(text), Text(new CanonicalStream(octets.AsMemory(0, header), new CutBody(octets[header..], size))));
        Assert.Equal(Naive(text), await TextAsync(new CanonicalStream(default, new MemoryStream(octets)), 100_000));
    }

    [Fact]
    public async Task What_the_body_throws_passes_and_a_read_of_nothing_reads_nothing()
    {
        var stream = new CanonicalStream("Subject: x\n\n"u8.ToArray(), new BrokenBody());

        Assert.Equal(0, stream.Read([]));
        Assert.Equal("Subject: x\r\n\r\n".Length, await stream.ReadAsync(new byte[100], TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<IOException>(async () => await stream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
        Assert.Throws<IOException>(() => stream.Read(new byte[100]));
    }

    [Fact]
    public void A_body_that_never_waits_is_read_without_waiting()
    {
        var stream = new CanonicalStream(default, new MemoryStream(new byte[100_000]));

        Assert.True(stream.CopyToAsync(Stream.Null, 1000, TestContext.Current.CancellationToken).IsCompletedSuccessfully);
        Assert.Equal(100_001, stream.Size);
    }

    static byte[] Odd(byte[] noise) => [.. noise.Select(static octet => "\r\n.a\0"u8[octet % 5])];

    static string Naive(string message)
    {
        var lines = message.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return (lines is "" or [.., '\n'] ? lines : lines + '\n').Replace("\n", "\r\n", StringComparison.Ordinal);
    }

    static string Text(CanonicalStream stream)
    {
        using var octets = new MemoryStream();
        stream.CopyTo(octets);
        return Encoding.Latin1.GetString(octets.ToArray());
    }

    static async Task<string> TextAsync(CanonicalStream stream, int room)
    {
        var text = new StringBuilder();
        var buffer = new byte[room];
        while (await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count)
            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        return text.ToString();
    }

    // Gives so many octets at a time.
    sealed class CutBody(byte[] octets, int size) : ForwardOnlyStream
    {
        readonly MemoryStream whole = new(octets);

        public override int Read(Span<byte> buffer) => whole.Read(buffer[..Math.Min(buffer.Length, size)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span));
    }

    sealed class BrokenBody : ForwardOnlyStream
    {
        public override int Read(Span<byte> buffer) => throw new IOException("the disk is gone");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("the disk is gone");
    }
}
