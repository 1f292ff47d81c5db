namespace Msmtp.Hosting;

/// <summary>
/// The connections of an application: kept for the next mail, a bounded number for each account, closed when they rest too long.
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
        // Asked every so often, a connection rests for at most half as long again as it may.
        sweeper = new PeriodicTimer(TimeSpan.FromMilliseconds(Math.Max(1, options.IdleTimeout.TotalMilliseconds / 2)), time);
        // Whoever asks first for a mailer may be in the middle of a request, and what belongs to that must not live as long as this.
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

    /// <summary>Closes what rests now, and whatever is in use when it is given back.</summary>
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
