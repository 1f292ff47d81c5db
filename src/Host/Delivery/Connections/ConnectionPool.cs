using System.Diagnostics.CodeAnalysis;

namespace Msmtp.Hosting;

/// <summary>The connections of one key: so many at a time, and those that rest.</summary>
/// <param name="options">How many, and for how long.</param>
/// <param name="time">The clock.</param>
/// <param name="telemetry">What is said of them.</param>
/// <param name="leave">Called when a mail has given its connection back.</param>
#pragma warning disable CA1001 // Nothing hangs on the semaphore, and connections come back after everything is closed.
sealed class ConnectionPool(ConnectionPoolOptions options, TimeProvider time, ConnectionTelemetry telemetry, Action<ConnectionPool> leave)
#pragma warning restore CA1001
{
    readonly SemaphoreSlim places = new(options.MaxConnectionsPerAccount);
    readonly List<Resting> resting = [];
    bool isClosed;

    Func<PooledConnection, ValueTask>? giveBack;

    readonly record struct Resting(PooledConnection Connection, long Since);

    /// <summary>Nobody has a connection of it, waits for one or left one: it can go.</summary>
    public bool IsEmpty => Users == 0 && Idle == 0;

    /// <summary>Those who have a connection or wait for one. Its owner counts.</summary>
    public int Users { get; set; }

    /// <summary>Connections that carry a mail or are being opened for one.</summary>
    public int Used => options.MaxConnectionsPerAccount - places.CurrentCount;

    /// <summary>Connections that rest.</summary>
    public int Idle
    {
        get
        {
            lock (resting)
                return resting.Count;
        }
    }

    /// <summary>All of them, at this moment.</summary>
    public ConnectionCounts Counts => new(telemetry.Tags, Used, Idle, Math.Max(0, Users - Used));

    public async ValueTask<PooledConnection> RentAsync(ConnectionOpener open, CancellationToken cancellationToken)
    {
        giveBack ??= GiveBackAsync;
        var since = time.GetTimestamp();
        await places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            telemetry.Waited(time.GetElapsedTime(since));
            if (await TakeReadyAsync(cancellationToken).ConfigureAwait(false) is { } rested)
                return new PooledConnection(rested.Transport, giveBack) { Mails = rested.Mails + 1, Patience = rested.Patience };
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
        if (!TryRest(connection))
            await CloseAsync(connection, connection.HasEnded ? ConnectionEnd.Retired : ConnectionEnd.Broken).ConfigureAwait(false);
        // Not before: a connection that is still being closed counts at the server.
        places.Release();
        leave(this);
    }

    /// <summary>Closes what has rested for too long.</summary>
    public Task SweepAsync() => CloseAsync(rested => time.GetElapsedTime(rested.Since) >= options.IdleTimeout);

    /// <summary>Closes what rests now, and in future everything that is given back.</summary>
    public Task CloseAsync()
    {
        lock (resting)
            isClosed = true;
        return CloseAsync(static _ => true);
    }

    async ValueTask<PooledConnection?> TakeReadyAsync(CancellationToken cancellationToken)
    {
        // The one that rested least is the likeliest to be alive.
        while (TryTake(out var rested))
        {
            var isReady = false;
            try
            {
                isReady = await IsReadyAsync(rested, cancellationToken).ConfigureAwait(false);
                if (isReady)
                    return rested;
            }
            finally
            {
                if (!isReady)
                    await CloseAsync(rested, ConnectionEnd.Spent).ConfigureAwait(false);
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
            // A connection that has just been used knows by itself. Only who waits needs a clock.
            if (answer.IsCompleted)
                return await answer.ConfigureAwait(false);
            // The clock may strike when nobody waits any more: that must not end the next question.
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

    async Task CloseAsync(Predicate<Resting> isOver)
    {
        List<Resting> closing;
        lock (resting)
        {
            closing = resting.FindAll(isOver);
            resting.RemoveAll(isOver);
        }
        // All at once: a server that does not answer must not keep the others waiting.
        await Task.WhenAll(closing.Select(rested => CloseAsync(rested.Connection, ConnectionEnd.Idle).AsTask())).ConfigureAwait(false);
    }

    async ValueTask CloseAsync(PooledConnection connection, ConnectionEnd end)
    {
        await ConnectionClosing.CloseAsync(connection.Transport).ConfigureAwait(false);
        telemetry.Closed(end, connection.Mails);
    }

    bool TryTake([NotNullWhen(true)] out PooledConnection? connection)
    {
        lock (resting)
        {
            connection = resting.Count > 0 ? resting[^1].Connection : null;
            if (connection is not null)
                resting.RemoveAt(resting.Count - 1);
            return connection is not null;
        }
    }

    bool TryRest(PooledConnection connection)
    {
        lock (resting)
        {
            var canRest = connection.HasEnded && !isClosed && connection.Mails < options.MailsPerConnection && options.IdleTimeout > TimeSpan.Zero;
            if (canRest)
                resting.Add(new Resting(connection, time.GetTimestamp()));
            return canRest;
        }
    }
}
