using FsCheck.Xunit;
using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Messages;

public sealed class MessageReaderTests
{
    [Theory]
    [InlineData("", "", false, "")]
    [InlineData("\n", "", true, "")]
    [InlineData("\r\n", "", true, "")]
    [InlineData("\r", "", false, "")]
    [InlineData("\nbody", "", true, "body")]
    [InlineData("\r\r\r\nA: b\n\n", "", true, "A: b\n\n")]
    [InlineData("A: b", "A: b\n", false, "")]
    [InlineData("A: b\r", "A: b\n", false, "")]
    [InlineData("A: b\n", "A: b\n", false, "")]
    [InlineData("A: b\n\n", "A: b\n", true, "")]
    [InlineData("A: b\r\n\r\nx\r\n", "A: b\n", true, "x\r\n")]
    [InlineData("A\r: \rb\r\r\n\r\r\nbody\r\r\n", "A: b\n", true, "body\r\r\n")]
    [InlineData(" \nA: b\n\n", " \nA: b\n", true, "")]
    [InlineData("A: b\n \n c\n\n\n", "A: b\n \n c\n", true, "\n")]
    [InlineData("just text\nmore\n", "just text\nmore\n", false, "")]
    [InlineData("A: \0\xFF\n\n\0\xFF", "A: \0\xFF\n", true, "\0\xFF")]
    public async Task The_header_ends_with_the_first_empty_line_and_loses_every_CR(
        string text, string header, bool hasEmptyLine, string body)
    {
        var message = await ReadAsync(text);

        Assert.Equal(header, Text.Of(message.Header.Octets));
        Assert.Equal(hasEmptyLine, message.Header.HasEmptyLine);
        Assert.Equal(body, await Text.Of(message.Body));
    }

    [Property]
    public async Task A_message_read_by_the_octet_is_the_one_read_whole(byte[] noise, int[] structure)
    {
        var octets = Mixed(noise, structure);
        var whole = await ReadAsync(new MemoryStream(octets));

        var dripped = await ReadAsync(new DripStream(octets, most: 1));

        Assert.Equal(Text.Of(whole.Header.Octets), Text.Of(dripped.Header.Octets));
        Assert.Equal(whole.Header.HasEmptyLine, dripped.Header.HasEmptyLine);
        Assert.Equal(await Text.Of(whole.Body), await Text.Of(dripped.Body));
    }

    [Property]
    public async Task LF_and_CRLF_give_the_same_header(byte[] noise, int[] structure)
    {
        var text = Text.Of(Mixed(noise, structure));

        var withLf = await ReadAsync(text);
        var withCrLf = await ReadAsync(text.Replace("\n", "\r\n", StringComparison.Ordinal));

        Assert.Equal(Text.Of(withLf.Header.Octets), Text.Of(withCrLf.Header.Octets));
        Assert.Equal(withLf.Header.HasEmptyLine, withCrLf.Header.HasEmptyLine);
    }

    [Property]
    public async Task The_body_is_untouched(byte[] body)
    {
        var octets = (byte[])[.. "A: b\r\n\r\n"u8, .. body];

        var message = await ReadAsync(new DripStream(octets, most: 11));

        Assert.Equal(Text.Of(body), await Text.Of(message.Body));
    }

    [Fact]
    public async Task The_body_is_read_as_it_is_asked_for_and_no_further()
    {
        var source = new MemoryStream(Text.Octets("A: b\n\n" + new string('x', 1_000_000)));

        var message = await ReadAsync(source);

        Assert.InRange(source.Position, 6, 64 * 1024);
        Assert.Equal(0, message.Body.Read([], 0, 0));
        Assert.Equal('x', message.Body.ReadByte());
        Assert.Equal(999_999, (await Text.Of(message.Body)).Length);
    }

    [Fact]
    public async Task Disposing_the_body_leaves_the_source_to_its_owner()
    {
        using var source = new DripStream(Text.Octets("A: b\n\nx"), most: 7);
        var message = await ReadAsync(source);

        await message.Body.DisposeAsync();

        Assert.False(source.IsDisposed);
    }

    [Fact]
    public void A_blocking_source_is_read_synchronously()
    {
        var reading = MessageReader.ReadAsync(new DripStream(Text.Octets("A: b\n\nbody"), most: 1), CancellationToken.None);

        Assert.True(reading.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_long_header_arrives_whole()
    {
        var header = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"X-{i}: {new string('y', i % 100)}\n"));

        var message = await ReadAsync(header + "\nbody");

        Assert.Equal(header, Text.Of(message.Header.Octets));
        Assert.Equal("body", await Text.Of(message.Body));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task A_header_of_16_MiB_is_taken_and_a_longer_one_is_refused(int more, bool isRefused)
    {
        var octets = new byte[MessageReader.LimitInOctets + more + 1];
        Array.Fill(octets, (byte)'x');
        octets[^1] = octets[^2] = (byte)'\n';

        var e = await Record.ExceptionAsync(async () => await ReadAsync(new MemoryStream(octets)));

        Assert.Equal(isRefused, e is MailException { ExitCode: ExitCode.DataErr, Stage: DeliveryStage.Configure });
        Assert.Equal(isRefused, e is not null);
    }

    [Fact]
    public async Task A_header_that_never_ends_is_refused_without_being_read_on()
    {
        var source = new MemoryStream(new byte[4 * MessageReader.LimitInOctets]);

        var e = await Assert.ThrowsAsync<MailException>(async () => await ReadAsync(source));

        Assert.Equal("the header of the mail is longer than 16 MiB: is an empty line missing between header and body?", e.Message);
        Assert.InRange(source.Position, MessageReader.LimitInOctets, 2 * MessageReader.LimitInOctets);
    }

    [Theory]
    [InlineData("")]
    [InlineData("A: b\n")]
    public async Task A_source_that_fails_in_the_header_is_an_input_error(string text)
    {
        var failure = new UnauthorizedAccessException("Is a directory");

        var e = await Assert.ThrowsAsync<MailException>(
            async () => await ReadAsync(new BrokenStream(Text.Octets(text), failure)));

        Assert.Equal("input error while reading the mail", e.Message);
        Assert.Equal(ExitCode.IoErr, e.ExitCode);
        Assert.Same(failure, e.InnerException);
    }

    [Fact]
    public async Task A_source_that_fails_in_the_body_is_not_mistaken_for_the_connection()
    {
        var source = new BrokenStream(Text.Octets("A: b\n\nx"), new IOException("Input/output error"));
        var message = await ReadAsync(source);
        Assert.Equal('x', message.Body.ReadByte());

        var awaited = await Assert.ThrowsAsync<MailException>(async () => await Text.Of(message.Body));
        var blocked = Assert.Throws<MailException>(() => message.Body.ReadByte());

        Assert.Equal((ExitCode.IoErr, ExitCode.IoErr), (awaited.ExitCode, blocked.ExitCode));
    }

    static ValueTask<IncomingMessage> ReadAsync(string text) => ReadAsync(new MemoryStream(Text.Octets(text)));

    static ValueTask<IncomingMessage> ReadAsync(Stream source) => MessageReader.ReadAsync(source, TestContext.Current.CancellationToken);

    // Noise alone has hardly ever a line end, let alone an empty line.
    static byte[] Mixed(byte[] noise, int[] structure)
    {
        string[] ends = ["\n", "\r", "\r\n", ":"];
        var lines = structure.SelectMany((kind, i) => (byte[])[.. noise.Skip(i).Take(kind & 1), .. Text.Octets(ends[(kind >> 1) & 3])]);
        return [.. lines, .. noise];
    }
}
