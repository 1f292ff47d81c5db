using System.Text;

namespace Msmtp.Transport.Smtp.Tests;

public sealed class MessageBlocksTests
{
    [Theory]
    [InlineData("Subject: x\n\nhello\n", "Subject: x\r\n\r\nhello\r\n.\r\n")]
    [InlineData("Subject: x\n\n", "Subject: x\r\n\r\n.\r\n")]
    [InlineData("Subject: x", "Subject: x\r\n.\r\n")]
    [InlineData("", ".\r\n")]
    [InlineData(".weird: x\n\n.\n", "..weird: x\r\n\r\n..\r\n.\r\n")]
    public async Task A_small_message_is_one_block(string message, string wire)
    {
        using var blocks = new MessageBlocks(Some.MailOf(message).Content);

        var block = await blocks.NextAsync(Some.Token);

        Assert.Equal(wire, Encoding.Latin1.GetString(block.Span));
        Assert.True(blocks.IsFinished);
    }

    [Theory]
    [InlineData(4_000)]
    [InlineData(4_097)]
    [InlineData(12_000)]
    [InlineData(100_000)]
    public async Task So_is_one_that_fits_into_a_large_block(int size)
    {
        var head = "Subject: x\n\n";
        var lines = string.Concat(Enumerable.Range(0, size / 8).Select(static i => $".{i % 100:000}\n"));

        var (wire, count, _) = await DrainAsync(Some.MailOf(head + lines));

        Assert.Equal((head + lines.Replace(".", "..")).Replace("\n", "\r\n") + ".\r\n", wire);
        Assert.Equal(1, count);
    }

    [Fact]
    public async Task A_large_message_is_several_and_none_of_it_is_lost()
    {
        var lines = string.Concat(Enumerable.Range(0, 60_000).Select(static i => $".{i}\n"));
        var head = string.Concat(Enumerable.Range(0, 20_000).Select(static i => $"X-{i}: y\n")) + '\n';

        var (wire, count, size) = await DrainAsync(Some.MailOf(head + lines));

        Assert.Equal((head + lines.Replace(".", "..")).Replace("\n", "\r\n") + ".\r\n", wire);
        Assert.InRange(count, 2, 10);
        Assert.Equal(head.Length + lines.Length, size);
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_is_the_mails_failure_and_not_the_networks()
    {
        var broken = new FailingStream();
        using var blocks = new MessageBlocks(new MessageContent(new byte[10], broken));

        var failure = await Assert.ThrowsAsync<MailException>(async () => await blocks.NextAsync(Some.Token));

        Assert.Equal("input error while reading the mail", failure.Message);
        Assert.Equal((ExitCode.IoErr, DeliveryStage.Data), (failure.ExitCode, failure.Stage));
    }

    static async Task<(string Wire, int Count, long Size)> DrainAsync(OutgoingMail mail)
    {
        using var blocks = new MessageBlocks(mail.Content);
        var wire = new StringBuilder();
        var count = 0;
        for (; !blocks.IsFinished; count++)
            wire.Append(Encoding.Latin1.GetString((await blocks.NextAsync(Some.Token)).Span));
        return (wire.ToString(), count, blocks.MessageSize);
    }

    sealed class FailingStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("the disk is gone");
    }
}
