namespace Msmtp.Hosting;

/// <summary>
/// The connections of an application: kept for the next mail, a limited number for each account, closed when they are idle for too long.
/// </summary>
sealed class ConnectionPools : IConnectionSource, IAsyncDisposable
{
    readonly Dictionary<ConnectionKey, ConnectionPool> pools = [];
    readonly ConnectionPoolOptions options;
    readonly TimeProvider time;
    readonly MailerTelemetry telemetry;
    readonly PeriodicTimer? sweeper;
    readonly Task sweeping = Task.CompletedTask;
    bool isClosed;

    public ConnectionPools(ConnectionPoolOptions options, TimeProvider time, MailerTelemetry telemetry)
    {
        this.options = options;
        this.time = time;
        this.telemetry = telemetry;
        telemetry.Watch(Counts);
        if (options.IdleTimeout == TimeSpan.Zero)
            return;
        // At this interval, a connection is idle for at most one and a half times as long as it may be.
        sweeper = new PeriodicTimer(TimeSpan.FromMilliseconds(Math.Max(1, options.IdleTimeout.TotalMilliseconds / 2)), time);
        // The mailer may be created in the middle of a request, whose context must not live as long as the mailer.
        using (ExecutionContext.SuppressFlow())
            sweeping = Task.Run(() => SweepAsync(sweeper));
    }

    public async ValueTask<PooledConnection> RentAsync(ConnectionKey key, ConnectionOpener open, CancellationToken cancellationToken)
    {
        var pool = Enter(key);
        try
        {
            return await pool.RentAsync(open, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Leave(pool);
            throw;
        }
    }

    /// <summary>Closes idle connections now, and those in use when they are given back.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (pools)
            isClosed = true;
        sweeper?.Dispose();
        await sweeping.ConfigureAwait(false);
        await Task.WhenAll(Pools().Select(static pool => pool.CloseAsync())).ConfigureAwait(false);
    }

    ConnectionPool Enter(ConnectionKey key)
    {
        lock (pools)
        {
            ObjectDisposedException.ThrowIf(isClosed, this);
            if (!pools.TryGetValue(key, out var pool))
                pools[key] = pool = new ConnectionPool(options, time, new ConnectionTelemetry(telemetry, key.Account, key.Settings), Leave);
            pool.Users++;
            return pool;
        }
    }

    void Leave(ConnectionPool pool)
    {
        lock (pools)
            pool.Users--;
    }

    async Task SweepAsync(PeriodicTimer timer)
    {
        while (await timer.WaitForNextTickAsync().ConfigureAwait(false))
        {
            await Task.WhenAll(Pools().Select(static pool => pool.SweepAsync())).ConfigureAwait(false);
            RemoveEmpty();
        }
    }

    List<ConnectionPool> Pools()
    {
        lock (pools)
            return [.. pools.Values];
    }

    void RemoveEmpty()
    {
        lock (pools)
        {
            foreach (var key in pools.Where(static pair => pair.Value.IsEmpty).Select(static pair => pair.Key).ToList())
                pools.Remove(key);
        }
    }

    IEnumerable<ConnectionCounts> Counts()
    {
        lock (pools)
            return [.. pools.Values.Select(static pool => pool.Counts)];
    }
}
