using Msmtp.Hosting;
using Msmtp.TestKit;

namespace Msmtp.Host.Tests.Delivery.Connections;

public sealed class ConnectionPoolsTests : IAsyncLifetime
{
    static readonly ConnectionKey Key = KeyOf("h");

    readonly ManualTime time = new();
    readonly List<FakeConnection> opened = [];
    ConnectionPools? made;

    ConnectionPools Pool => made ??= New(new ConnectionPoolOptions { MaxConnectionsPerAccount = 2 });

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => made?.DisposeAsync() ?? default;

    [Fact]
    public async Task A_connection_is_kept_and_asked_before_its_second_mail()
    {
        await UseAsync(Key);
        await UseAsync(Key);

        var connection = Assert.Single(opened);
        Assert.Equal((1, false), (connection.Asked, connection.IsClosed));
    }

    [Fact]
    public async Task Who_sends_and_does_not_change_the_connection_shares_it()
    {
        await UseAsync(KeyOf("h", "me@x"));
        await UseAsync(KeyOf("h", "you@x"));

        Assert.Single(opened);
    }

    [Fact]
    public async Task Another_server_is_another_connection()
    {
        await UseAsync(KeyOf("h"));
        await UseAsync(KeyOf("i"));

        Assert.Equal(2, opened.Count);
    }

    [Fact]
    public async Task No_more_than_so_many_are_open_and_who_needs_one_more_waits()
    {
        var (one, two) = (await RentAsync(Key), await RentAsync(Key));
        var third = RentAsync(Key);

        Assert.False(third.IsCompleted);
        one.HasEnded = true;
        await one.DisposeAsync();

        Assert.Same(one.Transport, (await third).Transport);
        Assert.Equal(2, opened.Count);
        await two.DisposeAsync();
    }

    [Fact]
    public async Task Waiting_can_be_cancelled_and_costs_no_place()
    {
        var (one, two) = (await RentAsync(Key), await RentAsync(Key));
        using var caller = new CancellationTokenSource();
        var third = RentAsync(Key, caller.Token);

        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        await one.DisposeAsync();
        await two.DisposeAsync();

        await Task.WhenAll(RentAsync(Key), RentAsync(Key)).WaitAsync(Token);
    }

    [Fact]
    public async Task A_mail_that_broke_off_takes_its_connection_with_it()
    {
        await (await RentAsync(Key)).DisposeAsync();

        Assert.True(opened.Single().IsClosed);
    }

    [Fact]
    public async Task A_connection_is_given_back_once()
    {
        var connection = await RentAsync(Key);
        await connection.DisposeAsync();
        await connection.DisposeAsync();

        await RentAsync(Key);
        await RentAsync(Key);
        Assert.False(RentAsync(Key).IsCompleted);
    }

    [Fact]
    public async Task After_so_many_mails_another_connection_is_opened()
    {
        await using var pool = New(new ConnectionPoolOptions { MailsPerConnection = 2 });

        for (var mails = 0; mails < 3; mails++)
            await UseAsync(Key, pool);

        Assert.Equal([true, false], opened.Select(static connection => connection.IsClosed));
    }

    [Fact]
    public async Task A_connection_that_rests_too_long_is_closed()
    {
        var idle = new ConnectionPoolOptions().IdleTimeout;
        await UseAsync(Key);
        await time.UntilTimerAsync(idle / 2, Token);

        time.Advance(idle / 2);
        await time.UntilTimerAsync(idle / 2, Token);
        Assert.False(opened[0].IsClosed);
        time.Advance(idle / 2);

        await opened[0].Closed.WaitAsync(Token);
        await UseAsync(Key);
        Assert.Equal(2, opened.Count);
    }

    [Fact]
    public async Task With_no_idle_time_no_connection_is_kept()
    {
        await using var pool = New(new ConnectionPoolOptions { IdleTimeout = TimeSpan.Zero });

        await UseAsync(Key, pool);

        Assert.True(opened.Single().IsClosed);
    }

    [Fact]
    public async Task A_connection_that_is_spent_is_closed_and_another_one_opened()
    {
        await UseAsync(Key);
        opened[0].Ready = static _ => new(false);

        await UseAsync(Key);

        Assert.Equal([true, false], opened.Select(static connection => connection.IsClosed));
    }

    [Fact]
    public async Task A_connection_that_throws_when_asked_is_spent()
    {
        await UseAsync(Key);
        opened[0].Ready = static _ => throw new InvalidOperationException("boom");

        await UseAsync(Key);

        Assert.Equal([true, false], opened.Select(static connection => connection.IsClosed));
    }

    [Fact]
    public async Task A_connection_that_does_not_answer_in_time_is_spent()
    {
        await UseAsync(Key);
        opened[0].Ready = static async cancellationToken => { await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken); return true; };

        var next = UseAsync(Key);
        await time.UntilTimerAsync(new ConnectionPoolOptions().CheckTimeout, Token);
        time.Advance(new ConnectionPoolOptions().CheckTimeout);
        await next.WaitAsync(Token);

        Assert.Equal([true, false], opened.Select(static connection => connection.IsClosed));
    }

    [Fact]
    public async Task A_caller_who_gives_up_while_a_connection_is_asked_loses_neither_connection_nor_place()
    {
        await UseAsync(Key);
        opened[0].Ready = static async cancellationToken => { await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken); return true; };
        using var caller = new CancellationTokenSource();

        var next = RentAsync(Key, caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        Assert.True(opened[0].IsClosed);
        await Task.WhenAll(RentAsync(Key), RentAsync(Key)).WaitAsync(Token);
    }

    [Fact]
    public async Task A_connection_that_breaks_while_its_caller_gives_up_is_spent_and_no_failure_of_the_mail()
    {
        await UseAsync(Key);
        using var caller = new CancellationTokenSource();
        opened[0].Ready = async _ => { await caller.CancelAsync(); throw new IOException("boom"); };

        await using (await RentAsync(Key, caller.Token))
            Assert.Equal([true, false], opened.Select(static connection => connection.IsClosed));
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_costs_no_place()
    {
        var unreachable = new MailException(ExitCode.TempFail, DeliveryStage.Connect, "no");

        for (var tries = 0; tries < 5; tries++)
            Assert.Same(unreachable, await Assert.ThrowsAsync<MailException>(() => Pool.RentAsync(Key, _ => throw unreachable, Token).AsTask()));

        await Task.WhenAll(RentAsync(Key), RentAsync(Key)).WaitAsync(Token);
    }

    [Fact]
    public async Task A_connection_that_throws_when_it_is_closed_costs_neither_a_place_nor_the_mails_outcome()
    {
        for (var mails = 0; mails < 5; mails++)
        {
            var connection = await RentAsync(Key).WaitAsync(Token);
            opened[^1].Close = static () => throw new InvalidOperationException("boom");
            await connection.DisposeAsync();
        }

        Assert.Equal(5, opened.Count);
    }

    [Fact]
    public async Task A_pool_that_is_closed_closes_what_rests_and_what_comes_back_and_gives_nothing()
    {
        var (resting, used) = (await RentAsync(Key), await RentAsync(Key));
        resting.HasEnded = used.HasEnded = true;
        await resting.DisposeAsync();

        await Pool.DisposeAsync();
        Assert.Equal([true, false], opened.Select(static connection => connection.IsClosed));
        await used.DisposeAsync();

        Assert.All(opened, static connection => Assert.True(connection.IsClosed));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => RentAsync(Key));
    }

    [Fact]
    public async Task Whatever_happens_at_once_no_more_are_open_than_allowed_and_none_is_left_over()
    {
        var (open, most) = (0, 0);
        var pool = new ConnectionPools(new ConnectionPoolOptions { MaxConnectionsPerAccount = 4, MailsPerConnection = 7 }, TimeProvider.System, Telemetry());

        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Token }, async (number, cancellationToken) =>
        {
            using var caller = new CancellationTokenSource();
            try
            {
                var renting = pool.RentAsync(Key, OpenAsync, caller.Token);
                if (number % 11 == 0)
                    await caller.CancelAsync();
                await using var connection = await renting;
                await Task.Yield();
                connection.HasEnded = number % 5 != 0;
            }
            catch (Exception e) when (e is OperationCanceledException or MailException)
            {
            }
        });
        await pool.DisposeAsync();

        Assert.Equal(0, open);
        Assert.InRange(most, 1, 4);

        async ValueTask<ITransport> OpenAsync(CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (Random.Shared.Next(10) == 0)
                throw new MailException(ExitCode.TempFail, DeliveryStage.Connect, "no");
            InterlockedMax(ref most, Interlocked.Increment(ref open));
            return new FakeConnection
            {
                Ready = static async cancellationToken => { await Task.Yield(); cancellationToken.ThrowIfCancellationRequested(); return Random.Shared.Next(10) != 0; },
                Close = () => { Interlocked.Decrement(ref open); return default; },
            };
        }
    }

    static void InterlockedMax(ref int most, int now)
    {
        for (var known = Volatile.Read(ref most); now > known; known = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, now, known);
    }

    static ConnectionKey KeyOf(string host, string? from = null) =>
        new("smtp", new MailAccount(AccountSettings.Empty.With(CommonSettings.Host, host).With(CommonSettings.From, from)) { Name = "default" });

    static MailerTelemetry Telemetry() => new(null, null, TimeProvider.System);

    ConnectionPools New(ConnectionPoolOptions options) => new(options, time, new MailerTelemetry(null, null, time));

    Task<PooledConnection> RentAsync(ConnectionKey key, CancellationToken? cancellationToken = null) =>
        Pool.RentAsync(key, OpenAsync, cancellationToken ?? Token).AsTask();

    Task UseAsync(ConnectionKey key) => UseAsync(key, Pool);

    async Task UseAsync(ConnectionKey key, ConnectionPools pool)
    {
        await using var connection = await pool.RentAsync(key, OpenAsync, Token);
        connection.HasEnded = true;
    }

    ValueTask<ITransport> OpenAsync(CancellationToken cancellationToken)
    {
        opened.Add(new FakeConnection());
        return new(opened[^1]);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
