using System.Diagnostics.CodeAnalysis;

namespace Msmtp.Hosting;

/// <summary>The links of one key: so many at a time, and those that rest.</summary>
#pragma warning disable CA1001 // Nothing hangs on the semaphore, and links come back after everything is closed.
sealed class LinkLane(LinkOptions options, TimeProvider time, LinkTelemetry telemetry)
#pragma warning restore CA1001
{
    readonly SemaphoreSlim places = new(options.MaxPerAccount);
    readonly List<Resting> resting = [];
    bool isClosed;

    readonly record struct Resting(Link Link, long Since);

    /// <summary>Nobody has a link of it, waits for one or left one: it can go.</summary>
    public bool IsEmpty => Users == 0 && Idle == 0;

    /// <summary>Those who have a link or wait for one. Its owner counts.</summary>
    public int Users { get; set; }

    /// <summary>Links that carry a mail or are being opened for one.</summary>
    public int Used => options.MaxPerAccount - places.CurrentCount;

    /// <summary>Links that rest.</summary>
    public int Idle
    {
        get
        {
            lock (resting)
                return resting.Count;
        }
    }

    /// <summary>All of them, at this moment.</summary>
    public LinkCounts Counts => new(telemetry.Tags, Used, Idle, Math.Max(0, Users - Used));

    public async ValueTask<Link> RentAsync(
        LinkOpener open, Func<Link, ValueTask> giveBack, CancellationToken ct)
    {
        var since = time.GetTimestamp();
        await places.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            telemetry.Waited(time.GetElapsedTime(since));
            if (await TakeReadyAsync(ct).ConfigureAwait(false) is { } rested)
                return new Link(rested.Transport, giveBack) { Mails = rested.Mails + 1 };
            return new Link(await telemetry.OpeningAsync(open, ct).ConfigureAwait(false), giveBack);
        }
        catch
        {
            places.Release();
            throw;
        }
    }

    public async ValueTask GiveBackAsync(Link link)
    {
        if (!TryRest(link))
            await CloseAsync(link, link.HasEnded ? LinkEnd.Retired : LinkEnd.Broken).ConfigureAwait(false);
        // Not before: a link that is still being closed counts at the server.
        places.Release();
    }

    /// <summary>Closes what has rested for too long.</summary>
    public Task SweepAsync() => CloseAsync(rested => time.GetElapsedTime(rested.Since) >= options.IdleTime);

    /// <summary>Closes what rests now, and in future everything that is given back.</summary>
    public Task CloseAsync()
    {
        lock (resting)
            isClosed = true;
        return CloseAsync(static _ => true);
    }

    async ValueTask<Link?> TakeReadyAsync(CancellationToken ct)
    {
        // The one that rested least is the likeliest to be alive.
        while (TryTake(out var rested))
        {
            var isReady = false;
            try
            {
                isReady = await IsReadyAsync(rested.Transport, ct).ConfigureAwait(false);
                if (isReady)
                    return rested;
            }
            finally
            {
                if (!isReady)
                    await CloseAsync(rested, LinkEnd.Spent).ConfigureAwait(false);
            }
        }
        return null;
    }

    async ValueTask<bool> IsReadyAsync(ITransport link, CancellationToken ct)
    {
        // Not disposed, which would be for nothing: the clock may strike when it is no longer asked.
        var patience = new CancellationTokenSource();
        using var caller = ct.UnsafeRegister(Cancel, patience);
        try
        {
            var answer = link.ReadyAsync(patience.Token);
            // A link that has just been used knows by itself. Only who waits needs a clock.
            if (answer.IsCompleted)
                return await answer.ConfigureAwait(false);
            using var limit = time.CreateTimer(Cancel, patience, options.ReadyTime, Timeout.InfiniteTimeSpan);
            return await answer.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The plugin boundary: nothing has been sent, so whatever is wrong with this link, another one will do.
        catch (Exception e) when (!e.IsFrom(ct))
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
        await Task.WhenAll(closing.Select(rested => CloseAsync(rested.Link, LinkEnd.Idle).AsTask())).ConfigureAwait(false);
    }

    async ValueTask CloseAsync(Link link, LinkEnd end)
    {
        await LinkClosing.CloseAsync(link.Transport).ConfigureAwait(false);
        telemetry.Closed(end, link.Mails);
    }

    bool TryTake([NotNullWhen(true)] out Link? link)
    {
        lock (resting)
        {
            link = resting.Count > 0 ? resting[^1].Link : null;
            if (link is not null)
                resting.RemoveAt(resting.Count - 1);
            return link is not null;
        }
    }

    bool TryRest(Link link)
    {
        lock (resting)
        {
            var canRest = link.HasEnded && !isClosed && link.Mails < options.MailsPerLink && options.IdleTime > TimeSpan.Zero;
            if (canRest)
                resting.Add(new Resting(link, time.GetTimestamp()));
            return canRest;
        }
    }
}
