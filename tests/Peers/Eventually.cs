namespace Msmtp.Peers;

/// <summary>Waits for what another program does: asks again until it is done, and no longer than it can take.</summary>
static class Eventually
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <summary>Returns as soon as the claim is true.</summary>
    /// <exception cref="TimeoutException">It never became true.</exception>
    public static async Task TrueAsync(string claim, Func<bool> check, CancellationToken ct)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!check())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
                throw new TimeoutException($"not after {Patience.TotalSeconds} seconds: {claim}");
            await Task.Delay(Interval, ct);
        }
    }
}
