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
    [InlineData("A: b\n \n c\n\n\n", "A: b\n \n c\n", true, "\n")]
    [InlineData("A: \0\xFF\n\n\0\xFF", "A: \0\xFF\n", true, "\0\xFF")]
    public async Task The_header_ends_with_the_first_empty_line_and_loses_every_CR(
        string text, string header, bool hasEmptyLine, string body)
    {
        await CheckAsync(text, header, hasEmptyLine, body);
    }

    [Theory]
    [InlineData("text", "", "text")]
    [InlineData("text\r", "", "text\r")]
    [InlineData("just text\r\nmore\r\n\r\nand more", "", "just text\r\nmore\r\n\r\nand more")]
    [InlineData("Dear John: hello\n", "", "Dear John: hello\n")]
    [InlineData("A: b\ntext\nTo: c\n\n", "A: b\n", "text\nTo: c\n\n")]
    [InlineData("A: b\r\n c\r\nte\rxt\r\n", "A: b\n c\n", "te\rxt\r\n")]
    [InlineData("A : b\nB\t : c\nText\n", "A : b\nB\t : c\n", "Text\n")]
    [InlineData(": b\n", "", ": b\n")]
    [InlineData(" : b\n", "", " : b\n")]
    [InlineData("\r: b\n", "", "\r: b\n")]
    [InlineData(" A: b\nB: c\n\n", "", " A: b\nB: c\n\n")]
    [InlineData(" \nA: b\n\n", "", " \nA: b\n\n")]
    [InlineData("\xC3\xBC: b\n\n", "", "\xC3\xBC: b\n\n")]
    [InlineData("A\0: b\n\n", "", "A\0: b\n\n")]
    [InlineData("A\x7F: b\n\n", "", "A\x7F: b\n\n")]
    [InlineData("https://example.org/?a:b\n", "", "https://example.org/?a:b\n")]
    [InlineData("A:/b\nftp://c\n", "A:/b\n", "ftp://c\n")]
    public async Task The_first_line_that_is_no_field_ends_the_header(string text, string header, string body)
    {
        await CheckAsync(text, header, true, body);
    }

    [Theory]
    [InlineData("From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\nA: b\n\nx", "A: b\n", true, "x")]
    [InlineData("From me@x Sun Nov 22 17:18:04 2026\r\nA: b\r\n\r\nx", "A: b\n", true, "x")]
    [InlineData("From me Thu, 1 Jan 70 0:00:00 GMT remote from y\nA: b\n\nx", "A: b\n", true, "x")]
    [InlineData("From y!me Mon Sep 17 00:00:00 2001 remote from z\n>From me Mon Sep 17 00:00:00 2001 remote from y\nA: b\n", "A: b\n", false, "")]
    [InlineData("From me\nA: b\n\nx", "A: b\n", true, "x")]
    [InlineData(">From me\nFrom me\n>>From me\nA: b\n\nx", "A: b\n", true, "x")]
    [InlineData("\u00EF\u00BB\u00BFFrom me Mon Sep 17 00:00:00 2001\nA: b\n\nx", "A: b\n", true, "x")]
    [InlineData("From me Mon Sep 17 00:00:00 2001\n\n\u00EF\u00BB\u00BFx", "", true, "\u00EF\u00BB\u00BFx")]
    [InlineData("From me Mon Sep 17 00:00:00 2001\n\nx", "", true, "x")]
    [InlineData("From me Mon Sep 17 00:00:00 2001\nx", "", true, "x")]
    [InlineData("From me Mon Sep 17 00:00:00 2001", "", false, "")]
    [InlineData("From me Mon Sep 17 00:00:00 2001\n\tz\nA: b\n", "", true, "\tz\nA: b\n")]
    [InlineData("From: b\n\n", "From: b\n", true, "")]
    [InlineData("From : b\n\n", "From : b\n", true, "")]
    [InlineData("From Mon Sep 17 00:00:00 2001: b\n", "", false, "")]
    [InlineData("A: b\nFrom me Mon Sep 17 00:00:00 2001\nC: d\n\n", "A: b\n", true, "From me Mon Sep 17 00:00:00 2001\nC: d\n\n")]
    public async Task Envelope_lines_in_front_of_the_header_are_left_out(string text, string header, bool hasEmptyLine, string body)
    {
        await CheckAsync(text, header, hasEmptyLine, body);
    }

    [Theory]
    [InlineData("From now on: peace.\nJoe\n")]
    [InlineData("From now on\n\nThis is peace.\n")]
    [InlineData("From Jan to Feb\nFrom 10:00 to 11:00\nwe sleep\r\n")]
    [InlineData("From here")]
    [InlineData("From here\n\r\n")]
    [InlineData("Fromage\n")]
    public async Task A_sentence_that_begins_with_From_is_text(string text)
    {
        await CheckAsync(text, "", true, text);
    }

    [Theory]
    [InlineData("\xEF\xBB\xBFSubject: x\nA: b\n\nc", "Subject: x\nA: b\n", "c")]
    [InlineData("\xEF\xBB\xBFtext: no\xEF\xBB\xBF\n\xEF\xBB\u00BFA: b\n", "text: no\xEF\xBB\xBF\n", "\xEF\xBB\u00BFA: b\n")]
    [InlineData("\xEF\xBB\xBFtext\n", "", "\xEF\xBB\xBFtext\n")]
    public async Task A_byte_order_mark_is_no_part_of_the_first_field(string text, string header, string body)
    {
        await CheckAsync(text, header, true, body);
    }

    [Theory]
    [InlineData("text\nBcc: b\n\n", "line 1 of the mail is not a header field and ends the header, but line 2 is a field Bcc")]
    [InlineData("text\nBcc : b\n", "line 1 of the mail is not a header field and ends the header, but line 2 is a field Bcc")]
    [InlineData("From me\r\nA: b\r\n c\r\ntext\r\nmore\r\n\r\n", null)]
    [InlineData("From me\r\nA: b\r\n c\r\ntext\r\nmore\r\ncC: x\r\n\r\n", "line 4 of the mail is not a header field and ends the header, but line 6 is a field cC")]
    [InlineData("From here\ntext\nTo: x", "line 1 of the mail is not a header field and ends the header, but line 3 is a field To")]
    [InlineData("text\n more\n more\nResent-Date: x\n", "line 1 of the mail is not a header field and ends the header, but line 4 is a field Resent-Date")]
    [InlineData("text\nResent-mail is text\nTo be\n To: x\nFrom: y\nReply-To: z\n\nTo: x\n", null)]
    [InlineData("To: x\nCc: y\n\ntext\nBcc: z\n", null)]
    [InlineData("From here\n\nBcc: z\n", null)]
    public async Task Recipients_behind_such_a_line_are_not_lost_in_silence(string text, string? complaint)
    {
        var octets = MessageText.Octets(text);

        foreach (var most in (int[])[1, 3, 4096])
        {
            var e = await Record.ExceptionAsync(async () => await ReadAsync(new DripStream(octets, most), RecipientSource.RequestAndHeader));

            Assert.Equal(complaint is not null, e is MailException { ExitCode: ExitCode.DataErr, Stage: DeliveryStage.Configure });
            Assert.Equal(complaint is null ? null : complaint + ": is an empty line missing between header and body?", e?.Message);
        }
    }

    [Property]
    public async Task What_is_looked_at_for_recipients_is_sent_all_the_same(byte[] noise, int[] structure)
    {
        var octets = Mixed(noise, structure);
        var plain = await ReadAsync(new MemoryStream(octets));

        var looked = await ReadAsync(new DripStream(octets, most: 3), RecipientSource.RequestAndHeader);

        Assert.Equal(MessageText.Of(plain.Header.Octets), MessageText.Of(looked.Header.Octets));
        Assert.Equal(await MessageText.Of(plain.Body), await MessageText.Of(looked.Body));
    }

    [Fact]
    public async Task A_line_that_does_not_end_and_is_no_field_is_not_waited_for()
    {
        var source = new MemoryStream(MessageText.Octets(new string('x', 1_000_000)));

        var message = await ReadAsync(source);

        Assert.InRange(source.Position, 1, 64 * 1024);
        Assert.Equal(1_000_000, (await MessageText.Of(message.Body)).Length);
    }

    [Property]
    public async Task A_message_read_by_the_octet_is_the_one_read_whole(byte[] noise, int[] structure)
    {
        var octets = Mixed(noise, structure);
        var whole = await ReadAsync(new MemoryStream(octets));

        var dripped = await ReadAsync(new DripStream(octets, most: 1));

        Assert.Equal(MessageText.Of(whole.Header.Octets), MessageText.Of(dripped.Header.Octets));
        Assert.Equal(whole.Header.HasEmptyLine, dripped.Header.HasEmptyLine);
        Assert.Equal(await MessageText.Of(whole.Body), await MessageText.Of(dripped.Body));
    }

    [Property]
    public async Task LF_and_CRLF_give_the_same_header(byte[] noise, int[] structure)
    {
        var text = MessageText.Of(Mixed(noise, structure));

        var withLf = await ReadAsync(text);
        var withCrLf = await ReadAsync(text.Replace("\n", "\r\n", StringComparison.Ordinal));

        Assert.Equal(MessageText.Of(withLf.Header.Octets), MessageText.Of(withCrLf.Header.Octets));
        Assert.Equal(withLf.Header.HasEmptyLine, withCrLf.Header.HasEmptyLine);
    }

    [Property]
    public async Task The_body_is_untouched(byte[] body)
    {
        var octets = (byte[])[.. "A: b\r\n\r\n"u8, .. body];

        var message = await ReadAsync(new DripStream(octets, most: 11));

        Assert.Equal(MessageText.Of(body), await MessageText.Of(message.Body));
    }

    [Fact]
    public async Task The_body_is_read_as_it_is_asked_for_and_no_further()
    {
        var source = new MemoryStream(MessageText.Octets("A: b\n\n" + new string('x', 1_000_000)));

        var message = await ReadAsync(source);

        Assert.InRange(source.Position, 6, 64 * 1024);
        Assert.Equal(0, message.Body.Read([], 0, 0));
        Assert.Equal('x', message.Body.ReadByte());
        Assert.Equal(999_999, (await MessageText.Of(message.Body)).Length);
    }

    [Fact]
    public async Task Disposing_the_body_leaves_the_source_to_its_owner()
    {
        using var source = new DripStream(MessageText.Octets("A: b\n\nx"), most: 7);
        var message = await ReadAsync(source);

        await message.Body.DisposeAsync();

        Assert.False(source.IsDisposed);
    }

    [Fact]
    public void A_blocking_source_is_read_synchronously()
    {
        var reading = MessageReader.ReadAsync(
            new DripStream(MessageText.Octets("A: b\n\nbody"), most: 1), RecipientSource.RequestAndHeader, size: null, CancellationToken.None);

        Assert.True(reading.IsCompletedSuccessfully);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(1_000)]
    [InlineData(1_000_000)]
    public async Task What_is_said_of_its_size_is_a_hint(long size)
    {
        var octets = MessageText.Octets($"A: {new string('b', 700)}\n\n{new string('c', 700)}");

        var message = await MessageReader.ReadAsync(
            new MemoryStream(octets), RecipientSource.RequestOnly, size, TestContext.Current.CancellationToken);

        using var rest = new MemoryStream();
        await message.Body.CopyToAsync(rest, TestContext.Current.CancellationToken);
        byte[] read = [.. message.Header.Octets.Span, (byte)'\n', .. rest.ToArray()];
        Assert.Equal(octets, read);
    }

    [Fact]
    public async Task A_long_header_arrives_whole()
    {
        var header = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"X-{i}: {new string('y', i % 100)}\n"));

        var message = await ReadAsync(header + "\nbody");

        Assert.Equal(header, MessageText.Of(message.Header.Octets));
        Assert.Equal("body", await MessageText.Of(message.Body));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task A_header_of_16_MiB_is_taken_and_a_longer_one_is_refused(int more, bool isRefused)
    {
        var octets = new byte[MessageReader.LimitInOctets + more + 1];
        Array.Fill(octets, (byte)'x');
        octets[1] = (byte)':';
        octets[^1] = octets[^2] = (byte)'\n';

        var e = await Record.ExceptionAsync(async () => await ReadAsync(new MemoryStream(octets)));

        Assert.Equal(isRefused, e is MailException { ExitCode: ExitCode.DataErr, Stage: DeliveryStage.Configure });
        Assert.Equal(isRefused, e is not null);
    }

    [Theory]
    [InlineData("A: b", RecipientSource.RequestOnly)]
    [InlineData("text", RecipientSource.RequestAndHeader)]
    public async Task A_header_that_never_ends_is_refused_without_being_read_on(string start, RecipientSource recipients)
    {
        var octets = new byte[4 * MessageReader.LimitInOctets];
        MessageText.Octets(start).CopyTo(octets, 0);
        var source = new MemoryStream(octets);

        var e = await Assert.ThrowsAsync<MailException>(async () => await ReadAsync(source, recipients));

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
            async () => await ReadAsync(new BrokenStream(MessageText.Octets(text), failure)));

        Assert.Equal("input error while reading the mail", e.Message);
        Assert.Equal(ExitCode.IoErr, e.ExitCode);
        Assert.Same(failure, e.InnerException);
    }

    [Fact]
    public async Task A_source_that_fails_in_the_body_is_not_mistaken_for_the_connection()
    {
        var source = new BrokenStream(MessageText.Octets("A: b\n\nx"), new IOException("Input/output error"));
        var message = await ReadAsync(source);
        Assert.Equal('x', message.Body.ReadByte());

        var awaited = await Assert.ThrowsAsync<MailException>(async () => await MessageText.Of(message.Body));
        var blocked = Assert.Throws<MailException>(() => message.Body.ReadByte());

        Assert.Equal((ExitCode.IoErr, ExitCode.IoErr), (awaited.ExitCode, blocked.ExitCode));
    }

    static ValueTask<IncomingMessage> ReadAsync(string text) => ReadAsync(new MemoryStream(MessageText.Octets(text)));

    static ValueTask<IncomingMessage> ReadAsync(Stream source, RecipientSource recipients = RecipientSource.RequestOnly) =>
        MessageReader.ReadAsync(source, recipients, size: null, TestContext.Current.CancellationToken);

    static async Task CheckAsync(string text, string header, bool hasEmptyLine, string body)
    {
        foreach (var most in (int[])[1, 2, 4096])
        {
            var message = await ReadAsync(new DripStream(MessageText.Octets(text), most));

            Assert.Equal(header, MessageText.Of(message.Header.Octets));
            Assert.Equal(hasEmptyLine, message.Header.HasEmptyLine);
            Assert.Equal(body, await MessageText.Of(message.Body));
        }
    }

    // Noise alone has hardly ever a line end, let alone an empty line.
    static byte[] Mixed(byte[] noise, int[] structure)
    {
        string[] ends = ["\n", "\r", "\r\n", ":"];
        var lines = structure.SelectMany((kind, i) => (byte[])[.. noise.Skip(i).Take(kind & 1), .. MessageText.Octets(ends[(kind >> 1) & 3])]);
        return [.. lines, .. noise];
    }
}
