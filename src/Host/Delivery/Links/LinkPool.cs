namespace Msmtp.Hosting;

/// <summary>The connections of an application: kept for the next mail, a bounded number for each account, closed when they rest too long.</summary>
sealed class LinkPool : ILinks, IAsyncDisposable
{
    readonly Dictionary<LinkKey, LinkLane> lanes = [];
    readonly LinkOptions options;
    readonly TimeProvider time;
    readonly ITimer sweeper;
    Task sweeping = Task.CompletedTask;
    bool isClosed;

    public LinkPool(LinkOptions options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        // Asked every so often, a link rests for at most half as long again as it may.
        var interval = options.IdleTime > TimeSpan.Zero ? options.IdleTime / 2 : Timeout.InfiniteTimeSpan;
        sweeper = time.CreateTimer(_ => sweeping = SweepAsync(), null, interval, interval);
    }

    public async ValueTask<Link> RentAsync(LinkKey key, Func<CancellationToken, ValueTask<ITransport>> open, CancellationToken ct)
    {
        var lane = Enter(key);
        try
        {
            return await lane.RentAsync(open, link => GiveBackAsync(lane, link), ct).ConfigureAwait(false);
        }
        catch
        {
            Leave(lane);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<LinkLane> closing;
        lock (lanes)
        {
            isClosed = true;
            closing = [.. lanes.Values];
        }
        await sweeper.DisposeAsync().ConfigureAwait(false);
        await sweeping.ConfigureAwait(false);
        foreach (var lane in closing)
            await lane.DisposeAsync().ConfigureAwait(false);
    }

    async ValueTask GiveBackAsync(LinkLane lane, Link link)
    {
        await lane.GiveBackAsync(link).ConfigureAwait(false);
        Leave(lane);
    }

    LinkLane Enter(LinkKey key)
    {
        lock (lanes)
        {
            ObjectDisposedException.ThrowIf(isClosed, typeof(IMailer));
            if (!lanes.TryGetValue(key, out var lane))
                lanes[key] = lane = new LinkLane(options, time);
            lane.Users++;
            return lane;
        }
    }

    void Leave(LinkLane lane)
    {
        lock (lanes)
            lane.Users--;
    }

    async Task SweepAsync()
    {
        List<LinkLane> used;
        lock (lanes)
        {
            foreach (var key in lanes.Where(static pair => pair.Value.IsEmpty).Select(static pair => pair.Key).ToList())
                lanes.Remove(key);
            used = [.. lanes.Values];
        }
        foreach (var lane in used)
            await lane.SweepAsync().ConfigureAwait(false);
    }
}
