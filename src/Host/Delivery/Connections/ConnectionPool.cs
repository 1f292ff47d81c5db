using System.Diagnostics.CodeAnalysis;

namespace Msmtp.Hosting;

/// <summary>The connections of one key: a limited number at a time, in use and idle.</summary>
/// <param name="options">How many, and for how long.</param>
/// <param name="time">The clock.</param>
/// <param name="telemetry">Traces, measures and logs them.</param>
/// <param name="leave">Called when a mail has given its connection back.</param>
#pragma warning disable CA1001 // The semaphore holds no handle, and connections are given back after everything is closed.
sealed class ConnectionPool(ConnectionPoolOptions options, TimeProvider time, ConnectionTelemetry telemetry, Action<ConnectionPool> leave)
#pragma warning restore CA1001
{
    readonly SemaphoreSlim places = new(options.MaxConnectionsPerAccount);
    readonly List<IdleConnection> idle = [];
    bool isClosed;

    Func<PooledConnection, ValueTask>? giveBack;

    readonly record struct IdleConnection(PooledConnection Connection, long Since);

    /// <summary>It has no connection, in use or idle, and nothing waits for one: it can be removed.</summary>
    public bool IsEmpty => Users == 0 && Idle == 0;

    /// <summary>The number of mails that have a connection or wait for one. Counted by the owner.</summary>
    public int Users { get; set; }

    /// <summary>Connections that carry a mail or are being opened for one.</summary>
    public int Used => options.MaxConnectionsPerAccount - places.CurrentCount;

    /// <summary>Idle connections.</summary>
    public int Idle
    {
        get
        {
            lock (idle)
                return idle.Count;
        }
    }

    /// <summary>The current numbers.</summary>
    public ConnectionCounts Counts => new(telemetry.Tags, Used, Idle, Math.Max(0, Users - Used));

    public async ValueTask<PooledConnection> RentAsync(ConnectionOpener open, CancellationToken cancellationToken)
    {
        giveBack ??= GiveBackAsync;
        var since = time.GetTimestamp();
        await places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            telemetry.Waited(time.GetElapsedTime(since));
            if (await TakeReadyAsync(cancellationToken).ConfigureAwait(false) is { } kept)
                return new PooledConnection(kept.Transport, giveBack) { Mails = kept.Mails + 1, Patience = kept.Patience };
            return new PooledConnection(await telemetry.OpeningAsync(open, cancellationToken).ConfigureAwait(false), giveBack);
        }
        catch
        {
            places.Release();
            throw;
        }
    }

    async ValueTask GiveBackAsync(PooledConnection connection)
    {
        if (!TryKeep(connection))
            await CloseAsync(connection, connection.HasEnded ? ConnectionEnd.Retired : ConnectionEnd.Broken).ConfigureAwait(false);
        // Not before: a connection that is still being closed counts for the server.
        places.Release();
        leave(this);
    }

    /// <summary>Closes connections that have been idle for too long.</summary>
    public Task SweepAsync() => CloseAsync(kept => time.GetElapsedTime(kept.Since) >= options.IdleTimeout);

    /// <summary>Closes idle connections now, and from now on every connection that is given back.</summary>
    public Task CloseAsync()
    {
        lock (idle)
            isClosed = true;
        return CloseAsync(static _ => true);
    }

    async ValueTask<PooledConnection?> TakeReadyAsync(CancellationToken cancellationToken)
    {
        // The one that was used last is the most likely to be alive.
        while (TryTake(out var kept))
        {
            var isReady = false;
            try
            {
                isReady = await IsReadyAsync(kept, cancellationToken).ConfigureAwait(false);
                if (isReady)
                    return kept;
            }
            finally
            {
                if (!isReady)
                    await CloseAsync(kept, ConnectionEnd.Spent).ConfigureAwait(false);
            }
        }
        return null;
    }

    async ValueTask<bool> IsReadyAsync(PooledConnection connection, CancellationToken cancellationToken)
    {
        var patience = connection.Patience is { IsCancellationRequested: false } unspent ? unspent : connection.Patience = new CancellationTokenSource();
        using var caller = cancellationToken.UnsafeRegister(Cancel, patience);
        try
        {
            var answer = connection.Transport.IsReadyAsync(patience.Token);
            // A connection that has just been used answers at once. Only waiting needs a timer.
            if (answer.IsCompleted)
                return await answer.ConfigureAwait(false);
            // The timer may still fire after the answer, and must not cancel the next check.
            connection.Patience = null;
            using var limit = time.CreateTimer(Cancel, patience, options.CheckTimeout, Timeout.InfiniteTimeSpan);
            return await answer.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The plugin boundary: nothing has been sent, so whatever is wrong with this connection, another one will do.
        catch (Exception e) when (!e.IsFrom(cancellationToken))
#pragma warning restore CA1031
        {
            return false;
        }
    }

    static void Cancel(object? source) => (source as CancellationTokenSource)?.Cancel();

    async Task CloseAsync(Predicate<IdleConnection> isOver)
    {
        List<IdleConnection> closing;
        lock (idle)
        {
            closing = idle.FindAll(isOver);
            idle.RemoveAll(isOver);
        }
        // In parallel: a server that does not answer must not hold up the others.
        await Task.WhenAll(closing.Select(kept => CloseAsync(kept.Connection, ConnectionEnd.Idle).AsTask())).ConfigureAwait(false);
    }

    async ValueTask CloseAsync(PooledConnection connection, ConnectionEnd end)
    {
        await ConnectionClosing.CloseAsync(connection.Transport).ConfigureAwait(false);
        telemetry.Closed(end, connection.Mails);
    }

    bool TryTake([NotNullWhen(true)] out PooledConnection? connection)
    {
        lock (idle)
        {
            connection = idle.Count > 0 ? idle[^1].Connection : null;
            if (connection is not null)
                idle.RemoveAt(idle.Count - 1);
            return connection is not null;
        }
    }

    bool TryKeep(PooledConnection connection)
    {
        lock (idle)
        {
            var canKeep = connection.HasEnded && !isClosed && connection.Mails < options.MailsPerConnection && options.IdleTimeout > TimeSpan.Zero;
            if (canKeep)
                idle.Add(new IdleConnection(connection, time.GetTimestamp()));
            return canKeep;
        }
    }
}
