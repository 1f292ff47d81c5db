using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Messages;

public sealed class CallersStreamTests
{
    // Who cancels often closes the stream at the same moment.
    [Fact]
    public async Task One_that_fails_while_the_caller_gives_up_is_told_as_the_message_and_not_left_to_the_transport()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var e = await Assert.ThrowsAsync<MailException>(() => new CallersStream(new Closed()).ReadExactlyAsync(new byte[1], cancelled.Token).AsTask());

        Assert.Equal((ExitCode.IoErr, DeliveryStage.Configure, false), (e.ExitCode, e.Stage, e.MayHaveBeenDelivered));
    }

    sealed class Closed : ForwardOnlyStream
    {
        public override int Read(Span<byte> buffer) => throw new ObjectDisposedException("message");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new ObjectDisposedException("message");
    }
}
