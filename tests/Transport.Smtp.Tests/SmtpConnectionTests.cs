using System.Net;
using System.Net.Sockets;

namespace Msmtp.Transport.Smtp.Tests;

public sealed class SmtpConnectionTests
{
    static readonly Command Noop = new("NOOP");

    [Fact]
    public Task An_exchange_is_one_command_and_one_reply() => Play("""
        C: NOOP
        S: 250-first
        S: 250 last
        """, async connection =>
        {
            var reply = await connection.ExchangeAsync(DeliveryStage.Mail, Noop, Some.Token);

            Assert.Equal((250, "first", "last"), (reply.Code, reply.Lines[0], reply.Lines[1]));
        });

    [Theory]
    [InlineData("C: NOOP\nS hangs up", ExitCode.Protocol, "the server sent an empty reply")]
    [InlineData("C: NOOP\nS: 250-first\nS hangs up", ExitCode.Protocol, "the server sent an invalid reply")]
    [InlineData("C: NOOP\nS: okay then", ExitCode.Protocol, "the server sent an invalid reply")]
    [InlineData("C: NOOP\nS is late", ExitCode.IoErr, "network read error: the operation timed out")]
    public async Task What_the_network_does_is_told_in_msmtps_words(string script, ExitCode exitCode, string message)
    {
        var stream = new ScriptedConnection(ScriptLine.Parse(script), int.MaxValue);
        await using var connection = new SmtpConnection(stream, Some.Context());

        var failure = await Assert.ThrowsAsync<MailException>(async () => await connection.ExchangeAsync(DeliveryStage.Rcpt, Noop, Some.Token));

        Assert.Equal((exitCode, DeliveryStage.Rcpt, message), (failure.ExitCode, failure.Stage, failure.Message));
        Assert.False(failure.MayHaveBeenDelivered);
    }

    [Fact]
    public async Task The_systems_own_words_are_used_where_it_has_some()
    {
        var reset = new IOException("in the runtime's words", new SocketException((int)SocketError.ConnectionReset));
        await using var connection = new SmtpConnection(new BrokenConnection(reset), Some.Context());

        var read = await Assert.ThrowsAsync<MailException>(async () => await connection.ReadReplyAsync(DeliveryStage.Greeting, Some.Token));
        var write = await Assert.ThrowsAsync<MailException>(async () => await connection.SendAsync(DeliveryStage.Mail, [Noop], Some.Token));

        Assert.Equal("network read error: Connection reset by peer", read.Message);
        Assert.Equal("network write error: Connection reset by peer", write.Message);
        Assert.Equal(ExitCode.IoErr, read.ExitCode);
    }

    [Fact]
    public async Task A_group_is_one_write()
    {
        var stream = new ScriptedConnection(ScriptLine.Parse("C: NOOP\nC: NOOP\nS: 250 a\nS: 250 b"), int.MaxValue);
        await using var connection = new SmtpConnection(stream, Some.Context());

        await connection.SendAsync(DeliveryStage.Mail, [Noop, Noop], Some.Token);
        var replies = new[] { await connection.ReadReplyAsync(DeliveryStage.Mail, Some.Token), await connection.ReadReplyAsync(DeliveryStage.Mail, Some.Token) };

        Assert.Equal(["NOOP\r\nNOOP\r\n"], stream.Writes);
        Assert.Equal(["a", "b"], replies.Select(static reply => reply.Lines[0]));
        stream.Finish();
    }

    [Fact]
    public async Task A_command_that_is_too_long_is_not_sent_nor_are_those_before_it()
    {
        var stream = new ScriptedConnection([], int.MaxValue);
        await using var connection = new SmtpConnection(stream, Some.Context());
        var longest = new Command(new string('x', Command.MaxLength));
        var tooLong = new Command(new string('x', Command.MaxLength + 1));

        var failure = await Assert.ThrowsAsync<MailException>(async () => await connection.SendAsync(DeliveryStage.Rcpt, [longest, tooLong], Some.Token));

        Assert.Equal("Cannot send command because it is longer than 4094 characters. Increase SMTP_MAXCMDLEN.", failure.Message);
        Assert.Equal(ExitCode.DataErr, failure.ExitCode);
        Assert.Empty(stream.Writes);
    }

    [Fact]
    public async Task Each_write_and_each_reply_gets_the_accounts_timeout()
    {
        var stream = new ScriptedConnection(ScriptLine.Parse("C: NOOP\nS: 250 ok\nC: NOOP\nS: 250 ok"), int.MaxValue);
        await using var connection = new SmtpConnection(stream, Some.Context(set => set.Set(CommonSettings.Timeout, TimeSpan.FromSeconds(60))));

        await connection.ExchangeAsync(DeliveryStage.Mail, Noop, Some.Token);
        connection.LimitTimeout(TimeSpan.FromSeconds(10));
        await connection.ExchangeAsync(DeliveryStage.Mail, Noop, Some.Token);

        Assert.Equal([60, 60, 10, 10], stream.Deadlines.Select(static deadline => deadline?.TotalSeconds));
    }

    [Fact]
    public async Task A_small_message_and_its_dot_are_one_write()
    {
        var stream = new ScriptedConnection([], int.MaxValue);
        await using var connection = new SmtpConnection(stream, Some.Context());

        var size = await connection.SendMessageAsync(Some.Mail(), Some.Token);

        Assert.Equal(["Subject: x\r\n\r\nhello\r\n.\r\n"], stream.Writes);
        Assert.Equal(18, size);
    }

    [Theory]
    [InlineData(20, 1)]
    [InlineData(1_000_000, 8)]
    public async Task The_end_is_announced_when_only_the_write_that_carries_it_is_left(int size, int writes)
    {
        var stream = new ScriptedConnection([], int.MaxValue);
        await using var connection = new SmtpConnection(stream, Some.Context());
        var before = new List<int>();
        var mail = Some.MailOf($"Subject: x\n\n{string.Join('\n', Enumerable.Repeat("0123456789012345678", size / 20))}\n") with
        {
            Ending = _ =>
            {
                before.Add(stream.Writes.Count);
                return default;
            },
        };

        await connection.SendMessageAsync(mail, Some.Token);

        Assert.Equal(writes, stream.Writes.Count);
        Assert.Equal([writes - 1], before);
    }

    [Fact]
    public async Task Cancellation_by_the_caller_stays_what_it_is()
    {
        using var source = new CancellationTokenSource();
        var stream = new ScriptedConnection(ScriptLine.Parse("C: NOOP\nS is silent"), int.MaxValue) { OnSilence = source.Cancel };
        await using var connection = new SmtpConnection(stream, Some.Context());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await connection.ExchangeAsync(DeliveryStage.Mail, Noop, source.Token));
    }

    [Fact]
    public async Task Behind_the_final_dot_cancellation_only_limits_the_wait()
    {
        using var source = new CancellationTokenSource();
        var time = new ImpatientTime();
        var stream = new ScriptedConnection(ScriptLine.Parse("S is silent"), int.MaxValue) { OnSilence = source.Cancel };
        await using var connection = new SmtpConnection(stream, Some.Context() with { Time = time });

        var failure = await Assert.ThrowsAsync<MailException>(async () => await connection.ReadVerdictAsync(source.Token));

        Assert.Equal([SmtpConnection.Patience], time.Waits);
        Assert.True(failure.MayHaveBeenDelivered);
        Assert.Equal((ExitCode.IoErr, DeliveryStage.EndOfData), (failure.ExitCode, failure.Stage));
    }

    [Fact]
    public async Task A_verdict_that_comes_counts_however_impatient_the_caller_is()
    {
        var stream = new ScriptedConnection(ScriptLine.Parse("S: 250 queued"), 1);
        await using var connection = new SmtpConnection(stream, Some.Context());

        var verdict = await connection.ReadVerdictAsync(new CancellationToken(canceled: true));

        Assert.Equal(250, verdict.Code);
    }

    [Theory]
    [InlineData("S hangs up")]
    [InlineData("S is late")]
    [InlineData("S: nonsense")]
    public async Task Without_an_answer_to_the_final_dot_nobody_knows(string script)
    {
        var stream = new ScriptedConnection(ScriptLine.Parse(script), int.MaxValue);
        await using var connection = new SmtpConnection(stream, Some.Context());

        var failure = await Assert.ThrowsAsync<MailException>(async () => await connection.ReadVerdictAsync(Some.Token));

        Assert.True(failure.MayHaveBeenDelivered);
        Assert.Equal(DeliveryStage.EndOfData, failure.Stage);
    }

    [Fact]
    public async Task The_trace_follows_the_wire()
    {
        var trace = new RecordingTrace();
        var stream = new ScriptedConnection(ScriptLine.Parse("C: NOOP\nS: 250-a\nS: 250 b\nC: Subject: x\nC:\nC: ..hello\nC: .\nS: 550 a\rb"), 1);
        await using var connection = new SmtpConnection(stream, Some.Context() with { Trace = trace });

        await connection.ExchangeAsync(DeliveryStage.Mail, Noop, Some.Token);
        await connection.SendMessageAsync(Some.MailOf("Subject: x\n\n.hello"), Some.Token);
        await connection.ReadVerdictAsync(Some.Token);

        Assert.Equal(["--> NOOP", "<-- 250-a", "<-- 250 b", "--> Subject: x", "--> ", "--> ..hello", "--> .", "<-- 550 a\rb"], trace.Lines);
    }

    [Theory]
    [InlineData("S: 250-a\nS: okay then", "<-- okay then")]
    [InlineData("S: 250-a\nS: 250-b\nS hangs up", "<-- 250-b")]
    public async Task What_became_no_reply_is_traced_too(string script, string last)
    {
        var trace = new RecordingTrace();
        await using var connection = new SmtpConnection(new ScriptedConnection(ScriptLine.Parse(script), int.MaxValue), Some.Context() with { Trace = trace });

        await Assert.ThrowsAsync<MailException>(async () => await connection.ReadReplyAsync(DeliveryStage.Greeting, Some.Token));

        Assert.Equal(["<-- 250-a", last], trace.Lines);
    }

    static Task Play(string script, Func<SmtpConnection, Task> act) =>
        Transcript.PlayConnection(script, stream => act(new SmtpConnection(stream, Some.Context())));

    sealed class BrokenConnection(IOException failure) : ConnectionStream
    {
        public override TlsSession? Tls => null;

        public override IPAddress? LocalAddress => null;

        public override IPAddress? RemoteAddress => null;

        public override bool IsIdle => true;

        public override ValueTask<bool> WaitToReadAsync(TimeSpan within, CancellationToken cancellationToken) => new(true);

        public override ValueTask<int?> TryReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => new((int?)null);

        public override ValueTask StartTlsAsync(CancellationToken cancellationToken) => throw failure;

        public override void SetDeadline(TimeSpan? fromNow)
        {
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw failure;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw failure;
    }
}
