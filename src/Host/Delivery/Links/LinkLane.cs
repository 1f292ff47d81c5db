using System.Diagnostics.CodeAnalysis;

namespace Msmtp.Hosting;

/// <summary>The links of one key: so many at a time, and those that rest.</summary>
sealed class LinkLane(LinkOptions options, TimeProvider time) : IAsyncDisposable
{
    readonly SemaphoreSlim places = new(options.MaxPerAccount);
    readonly Stack<Resting> resting = new();
    bool isClosed;

    readonly record struct Resting(Link Link, long Since);

    /// <summary>Nobody has a link of it, waits for one or left one: it can go.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (resting)
                return Users == 0 && resting.Count == 0;
        }
    }

    /// <summary>Those who have a link or wait for one. Its owner counts.</summary>
    public int Users { get; set; }

    public async ValueTask<Link> RentAsync(Func<CancellationToken, ValueTask<ITransport>> open, Func<Link, ValueTask> giveBack, CancellationToken ct)
    {
        await places.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            // The one that rested least is the likeliest to be alive.
            while (TryTake(out var rested))
            {
                if (await rested.Transport.ReadyAsync(ct).ConfigureAwait(false))
                    return new Link(rested.Transport, giveBack) { Mails = rested.Mails + 1 };
                await rested.Transport.DisposeAsync().ConfigureAwait(false);
            }
            return new Link(await open(ct).ConfigureAwait(false), giveBack);
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
            await link.Transport.DisposeAsync().ConfigureAwait(false);
        places.Release();
    }

    /// <summary>Closes what has rested for too long.</summary>
    public ValueTask SweepAsync() => CloseAsync(rested => time.GetElapsedTime(rested.Since) >= options.IdleTime);

    /// <summary>Closes what rests now, and in future everything that is given back.</summary>
    public ValueTask DisposeAsync()
    {
        lock (resting)
            isClosed = true;
        return CloseAsync(static _ => true);
    }

    async ValueTask CloseAsync(Func<Resting, bool> isOver)
    {
        List<Resting> closing;
        lock (resting)
        {
            var all = resting.Reverse().ToList();
            closing = all.FindAll(rested => isOver(rested));
            resting.Clear();
            all.FindAll(rested => !isOver(rested)).ForEach(resting.Push);
        }
        foreach (var rested in closing)
            await rested.Link.Transport.DisposeAsync().ConfigureAwait(false);
    }

    bool TryTake([NotNullWhen(true)] out Link? link)
    {
        lock (resting)
        {
            link = resting.TryPop(out var rested) ? rested.Link : null;
            return link is not null;
        }
    }

    bool TryRest(Link link)
    {
        lock (resting)
        {
            var canRest = link.HasEnded && !isClosed && link.Mails < options.MailsPerLink;
            if (canRest)
                resting.Push(new Resting(link, time.GetTimestamp()));
            return canRest;
        }
    }
}
