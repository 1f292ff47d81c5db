using System.Net;
using System.Net.Sockets;
using Msmtp.TestKit;

namespace Msmtp.Connector.Tcp.Tests.Sockets;

public sealed class SocketStreamTests
{
    static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(IoMode.Blocking)]
    [InlineData(IoMode.Asynchronous)]
    public async Task What_is_written_arrives_and_is_answered(IoMode io)
    {
        await using var server = new LoopbackServer(EchoAsync);
        await using var stream = await Dialer.ConnectAsync(Given.Context(io, Given.Server(server.Port)).Own(), Token);
        var mail = new byte[1 << 20];
        Random.Shared.NextBytes(mail);

        var writing = Task.Run(() => stream.WriteAsync(mail, Token).AsTask(), Token);
        var back = new byte[mail.Length];
        await stream.ReadExactlyAsync(back, Token);
        await writing;

        Assert.Equal(mail, back);
    }

    [Theory]
    [InlineData(IoMode.Blocking)]
    [InlineData(IoMode.Asynchronous)]
    public async Task A_server_that_drips_cannot_hold_it(IoMode io)
    {
        await using var server = new LoopbackServer(Drip.ServeAsync);
        await using var stream = await Dialer.ConnectAsync(Given.Context(io, Given.Server(server.Port)).Own(), Token);

        stream.SetDeadline(Short);
        var failure = await Drip.ReadAsync(stream, Token);

        Assert.Equal("the operation timed out", failure.Message);
        Assert.IsType<TimeoutException>(failure.InnerException);
    }

    [Fact]
    public async Task An_empty_read_does_not_wait()
    {
        await using var server = new LoopbackServer(static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        await using var stream = await Dialer.ConnectAsync(Given.Context(IoMode.Blocking, Given.Server(server.Port)).Own(), Token);
        stream.SetDeadline(Short);

        Assert.Equal(0, await stream.ReadAsync(Memory<byte>.Empty, Token));
    }

    [Fact]
    public async Task A_deadline_that_passes_between_two_looks_at_the_clock_is_no_other_than_one_that_has_passed()
    {
        await using var server = new LoopbackServer(static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port), Token);
        await using var stream = new BlockingSocketStream(socket, new HurriedTime());
        stream.SetDeadline(TimeSpan.FromSeconds(1));

        var failure = Assert.Throws<IOException>(() => stream.Read(new byte[1]));

        Assert.IsType<TimeoutException>(failure.InnerException);
    }

    [Theory]
    [InlineData(IoMode.Blocking)]
    [InlineData(IoMode.Asynchronous)]
    public async Task A_server_that_reads_nothing_cannot_hold_a_write(IoMode io)
    {
        await using var server = new LoopbackServer(static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        await using var stream = await Dialer.ConnectAsync(Given.Context(io, Given.Server(server.Port)).Own(), Token);

        stream.SetDeadline(Short);
        var failure = await Assert.ThrowsAsync<IOException>(async () => await stream.WriteAsync(new byte[1 << 26], Token));

        Assert.IsType<TimeoutException>(failure.InnerException);
    }

    [Theory]
    [InlineData(IoMode.Blocking)]
    [InlineData(IoMode.Asynchronous)]
    public async Task A_new_deadline_replaces_an_expired_one(IoMode io)
    {
        await using var server = new LoopbackServer(EchoAsync);
        await using var stream = await Dialer.ConnectAsync(Given.Context(io, Given.Server(server.Port)).Own(), Token);

        stream.SetDeadline(TimeSpan.Zero);
        await Assert.ThrowsAsync<IOException>(async () => await stream.ReadExactlyAsync(new byte[1], Token));
        stream.SetDeadline(null);
        await stream.WriteAsync("x"u8.ToArray(), Token);

        Assert.Equal(1, await stream.ReadAsync(new byte[1], Token));
    }

    [Theory]
    [InlineData(IoMode.Blocking)]
    [InlineData(IoMode.Asynchronous)]
    public async Task A_deadline_of_many_years_is_accepted(IoMode io)
    {
        await using var server = new LoopbackServer(EchoAsync);
        await using var stream = await Dialer.ConnectAsync(Given.Context(io, Given.Server(server.Port)).Own(), Token);

        stream.SetDeadline(TimeSpan.FromSeconds(int.MaxValue));
        await stream.WriteAsync("x"u8.ToArray(), Token);

        Assert.Equal(1, await stream.ReadAsync(new byte[1], Token));
    }

    [Theory]
    [InlineData(IoMode.Blocking)]
    [InlineData(IoMode.Asynchronous)]
    public async Task A_connection_that_is_cut_says_so_in_the_systems_words(IoMode io)
    {
        await using var server = new LoopbackServer(static async (connection, cancellationToken) =>
        {
            await connection.ReadExactlyAsync(new byte[1], cancellationToken);
            ((NetworkStream)connection).Socket.Close(0);
        });
        await using var stream = await Dialer.ConnectAsync(Given.Context(io, Given.Server(server.Port)).Own(), Token);

        await stream.WriteAsync("x"u8.ToArray(), Token);
        var failure = await Assert.ThrowsAsync<IOException>(async () => await stream.ReadExactlyAsync(new byte[1], Token));

        Assert.Equal("Connection reset by peer", failure.Message);
    }

    [Theory]
    [InlineData(IoMode.Blocking)]
    [InlineData(IoMode.Asynchronous)]
    public async Task It_is_quiet_until_the_server_speaks_and_when_all_is_read(IoMode io)
    {
        await using var server = new LoopbackServer(EchoAsync);
        await using var stream = await Dialer.ConnectAsync(Given.Context(io, Given.Server(server.Port)).Own(), Token);

        Assert.True(stream.IsQuiet);
        await stream.WriteAsync("xy"u8.ToArray(), Token);
        Assert.Equal(1, await stream.ReadAsync(new byte[1], Token));
        Assert.False(stream.IsQuiet);
        Assert.Equal(1, await stream.ReadAsync(new byte[1], Token));
        Assert.True(stream.IsQuiet);
    }

    [Theory]
    [InlineData(IoMode.Blocking)]
    [InlineData(IoMode.Asynchronous)]
    public async Task It_is_not_quiet_when_the_server_has_hung_up(IoMode io)
    {
        await using var server = new LoopbackServer(static (_, _) => Task.CompletedTask);
        await using var stream = await Dialer.ConnectAsync(Given.Context(io, Given.Server(server.Port)).Own(), Token);

        Assert.Equal(0, await stream.ReadAsync(new byte[1], Token));

        Assert.False(stream.IsQuiet);
    }

    [Fact]
    public async Task A_blocking_stream_has_done_its_work_when_it_returns()
    {
        await using var server = new LoopbackServer(EchoAsync);
        await using var stream = await Dialer.ConnectAsync(Given.Context(IoMode.Blocking, Given.Server(server.Port)).Own(), Token);

        var writing = stream.WriteAsync("x"u8.ToArray(), Token);
        var reading = stream.ReadAsync(new byte[1], Token);

        Assert.True(writing.IsCompletedSuccessfully);
        Assert.True(reading.IsCompletedSuccessfully);
        await writing;
        Assert.Equal(1, await reading);
    }

    [Fact]
    public async Task An_asynchronous_stream_honours_the_callers_token()
    {
        await using var server = new LoopbackServer(static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        await using var stream = await Dialer.ConnectAsync(Given.Context(IoMode.Asynchronous, Given.Server(server.Port)).Own(), Token);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);

        stream.SetDeadline(TimeSpan.FromMinutes(1));
        var reading = stream.ReadAsync(new byte[1], source.Token).AsTask();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task A_deadline_is_told_by_the_contexts_clock()
    {
        var time = new ManualTime();
        await using var server = new LoopbackServer(static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        await using var stream = await Dialer.ConnectAsync(Given.Context(IoMode.Asynchronous, Given.Server(server.Port), time).Own(), Token);

        stream.SetDeadline(TimeSpan.FromHours(1));
        var reading = stream.ReadAsync(new byte[1], Token).AsTask();
        time.Advance(TimeSpan.FromMinutes(59));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.IsType<TimeoutException>((await Assert.ThrowsAsync<IOException>(() => reading)).InnerException);
    }

    static async Task EchoAsync(Stream connection, CancellationToken cancellationToken) =>
        await connection.CopyToAsync(connection, cancellationToken);
}
