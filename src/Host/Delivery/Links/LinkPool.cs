namespace Msmtp.Hosting;

/// <summary>
/// The connections of an application: kept for the next mail, a bounded number for each account, closed when they rest too long.
/// </summary>
sealed class LinkPool : ILinks, IAsyncDisposable
{
    readonly Dictionary<LinkKey, LinkLane> lanes = [];
    readonly LinkOptions options;
    readonly TimeProvider time;
    readonly MailerTelemetry telemetry;
    readonly PeriodicTimer? sweeper;
    readonly Task sweeping = Task.CompletedTask;
    bool isClosed;

    public LinkPool(LinkOptions options, TimeProvider time, MailerTelemetry telemetry)
    {
        this.options = options;
        this.time = time;
        this.telemetry = telemetry;
        telemetry.Watch(Counts);
        if (options.IdleTime == TimeSpan.Zero)
            return;
        // Asked every so often, a link rests for at most half as long again as it may.
        sweeper = new PeriodicTimer(TimeSpan.FromMilliseconds(Math.Max(1, options.IdleTime.TotalMilliseconds / 2)), time);
        // Whoever asks first for a mailer may be in the middle of a request, and what belongs to that must not live as long as this.
        using (ExecutionContext.SuppressFlow())
            sweeping = Task.Run(() => SweepAsync(sweeper));
    }

    public async ValueTask<Link> RentAsync(LinkKey key, LinkOpener open, CancellationToken ct)
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

    /// <summary>Closes what rests now, and whatever is in use when it is given back.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (lanes)
            isClosed = true;
        sweeper?.Dispose();
        await sweeping.ConfigureAwait(false);
        await Task.WhenAll(Lanes().Select(static lane => lane.CloseAsync())).ConfigureAwait(false);
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
                lanes[key] = lane = new LinkLane(options, time, new LinkTelemetry(telemetry, key.Account, key.Settings));
            lane.Users++;
            return lane;
        }
    }

    void Leave(LinkLane lane)
    {
        lock (lanes)
            lane.Users--;
    }

    async Task SweepAsync(PeriodicTimer timer)
    {
        while (await timer.WaitForNextTickAsync().ConfigureAwait(false))
        {
            await Task.WhenAll(Lanes().Select(static lane => lane.SweepAsync())).ConfigureAwait(false);
            RemoveEmpty();
        }
    }

    List<LinkLane> Lanes()
    {
        lock (lanes)
            return [.. lanes.Values];
    }

    void RemoveEmpty()
    {
        lock (lanes)
        {
            foreach (var key in lanes.Where(static pair => pair.Value.IsEmpty).Select(static pair => pair.Key).ToList())
                lanes.Remove(key);
        }
    }

    IEnumerable<LinkCounts> Counts()
    {
        lock (lanes)
            return [.. lanes.Values.Select(static lane => lane.Counts)];
    }
}
