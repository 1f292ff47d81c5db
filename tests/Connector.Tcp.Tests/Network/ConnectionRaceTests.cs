using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Msmtp.TestKit;

namespace Msmtp.Connector.Tcp.Tests.Network;

public sealed class ConnectionRaceTests : IDisposable
{
    const int Never = 1_000_000;

    readonly ManualTime time = new();
    readonly ScheduledAttempts attempts;

    public ConnectionRaceTests() => attempts = new ScheduledAttempts(time);

    public static TheoryData<IoMode> Modes => [IoMode.Blocking, IoMode.Asynchronous];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => attempts.Dispose();

    [Fact]
    public async Task The_first_address_wins_alone_if_it_answers_in_its_head_start()
    {
        var first = attempts.Add(SocketError.Success, 249);
        var second = attempts.Add(SocketError.Success, 0);

        Assert.Equal(first, await WinnerAsync(null, first, second));

        Assert.Equal([(first, 0)], attempts.Starts);
    }

    [Fact]
    public async Task A_dead_address_costs_its_head_start()
    {
        var dead = attempts.Add(SocketError.TimedOut, Never);
        var alive = attempts.Add(SocketError.Success, 10);

        Assert.Equal(alive, await WinnerAsync(null, dead, alive));

        Assert.Equal([(dead, 0), (alive, 250)], attempts.Starts);
        Assert.Equal(TimeSpan.FromMilliseconds(260), attempts.Now);
    }

    [Fact]
    public async Task A_slow_address_can_still_win()
    {
        var slow = attempts.Add(SocketError.Success, 300);
        var slower = attempts.Add(SocketError.Success, 100);

        Assert.Equal(slow, await WinnerAsync(null, slow, slower));

        Assert.Equal(TimeSpan.FromMilliseconds(300), attempts.Now);
    }

    [Fact]
    public async Task After_a_failure_the_next_starts_at_once()
    {
        var dead = attempts.Add(SocketError.TimedOut, Never);
        var refusing = attempts.Add(SocketError.ConnectionRefused, 20);
        var third = attempts.Add(SocketError.ConnectionRefused, Never);
        var fourth = attempts.Add(SocketError.Success, 5);

        Assert.Equal(fourth, await WinnerAsync(null, dead, refusing, third, fourth));

        Assert.Equal([(dead, 0), (refusing, 250), (third, 270), (fourth, 520)], attempts.Starts);
    }

    [Fact]
    public async Task When_all_have_failed_the_last_failure_is_told()
    {
        var late = attempts.Add(SocketError.HostUnreachable, 900);
        var early = attempts.Add(SocketError.ConnectionRefused, 0);

        var failure = await Assert.ThrowsAsync<SocketException>(() => WinnerAsync(null, late, early));

        Assert.Equal(SocketError.HostUnreachable, failure.SocketErrorCode);
        Assert.Equal(TimeSpan.FromMilliseconds(900), attempts.Now);
    }

    [Fact]
    public async Task The_time_is_the_time_of_the_whole()
    {
        EndPoint[] dead = [.. Enumerable.Range(0, 20).Select(_ => attempts.Add(SocketError.TimedOut, Never))];

        var failure = await Assert.ThrowsAsync<SocketException>(() => WinnerAsync(TimeSpan.FromMilliseconds(600), dead));

        Assert.Equal(SocketError.TimedOut, failure.SocketErrorCode);
        Assert.Equal([0, 250, 500], attempts.Starts.Select(static start => start.At));
        Assert.Equal(TimeSpan.FromMilliseconds(600), attempts.Now);
    }

    [Fact]
    public async Task A_timeout_that_passes_between_two_looks_at_the_clock_is_over()
    {
        using var dead = new FullServer();
        using var blocking = Real(IoMode.Blocking);

        var failure = await Assert.ThrowsAsync<SocketException>(
            () => ConnectionRace.RunAsync([At(dead.Port)], blocking, TimeSpan.FromSeconds(1), new HurriedTime(), Token).AsTask());

        Assert.Equal(SocketError.TimedOut, failure.SocketErrorCode);
    }

    [Fact]
    public async Task Without_addresses_there_is_nothing_to_connect_to()
    {
        await Assert.ThrowsAsync<SocketException>(() => WinnerAsync(null));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Real_sockets_pass_a_dead_address(IoMode io)
    {
        using var dead = new FullServer();
        await using var alive = new LoopbackServer(static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        using var real = Real(io);
        var watch = Stopwatch.StartNew();

        var winner = await ConnectionRace.RunAsync([At(dead.Port), At(alive.Port)], real, null, TimeProvider.System, Token);

        Assert.Equal(At(alive.Port), winner.Remote);
        Assert.InRange(watch.ElapsedMilliseconds, 200, 5000);
        winner.Socket.Dispose();
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Real_sockets_pass_a_refusal_without_waiting(IoMode io)
    {
        await using var alive = new LoopbackServer(static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        using var real = Real(io);

        // The clock stands still: nobody's head start is ever over.
        var winner = await ConnectionRace.RunAsync([At(LoopbackServer.ClosedPort()), At(alive.Port)], real, null, time, Token);

        Assert.Equal(At(alive.Port), winner.Remote);
        winner.Socket.Dispose();
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_family_that_this_machine_lacks_is_a_failure_like_others(IoMode io)
    {
        await using var alive = new LoopbackServer(static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        using var real = Real(io, static remote => ((IPEndPoint)remote).Address.Equals(IPAddress.IPv6Loopback)
            ? throw new SocketException((int)SocketError.AddressFamilyNotSupported)
            : Open(remote));

        var winner = await ConnectionRace.RunAsync([new IPEndPoint(IPAddress.IPv6Loopback, 1), At(alive.Port)], real, null, time, Token);

        Assert.Equal(At(alive.Port), winner.Remote);
        winner.Socket.Dispose();
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task The_sockets_of_the_losers_are_closed(IoMode io)
    {
        using var dead = new FullServer();
        await using var alive = new LoopbackServer(static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        var opened = new List<Socket>();
        using (var real = Real(io, remote => { opened.Add(Open(remote)); return opened[^1]; }))
            await ConnectionRace.RunAsync([At(dead.Port), At(alive.Port)], real, null, TimeProvider.System, Token);

        // Asynchronous ones are closed by whoever was waiting for them, a moment later.
        await Eventually.TrueAsync("the loser is closed", () => opened[0].SafeHandle.IsClosed, Token);
        Assert.False(opened[1].SafeHandle.IsClosed);
        opened[1].Dispose();
    }

    [Fact]
    public async Task A_caller_who_gives_up_ends_the_race()
    {
        using var dead = new FullServer();
        using var real = Real(IoMode.Asynchronous);
        using var giveUp = new CancellationTokenSource();

        var race = ConnectionRace.RunAsync([At(dead.Port)], real, null, time, giveUp.Token).AsTask();
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => race);
    }

    static IPEndPoint At(int port) => new(IPAddress.Loopback, port);

    static Socket Open(EndPoint remote) => new(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

    static IAttempts Real(IoMode io, Func<EndPoint, Socket>? open = null) => io == IoMode.Blocking
        ? new BlockingAttempts(open ?? Open, waits: false)
        : new AsyncAttempts(open ?? Open, TimeProvider.System);

    async Task<EndPoint> WinnerAsync(TimeSpan? timeout, params EndPoint[] remotes)
    {
        var winner = await ConnectionRace.RunAsync(remotes, attempts, timeout, time, Token);
        winner.Socket.Dispose();
        return winner.Remote;
    }
}
