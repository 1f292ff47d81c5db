namespace Msmtp.TestKit;

/// <summary>Waits for something that another program or thread does: polls until it is done, and fails if it takes too long.</summary>
public static class Eventually
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <summary>Returns as soon as the claim is true.</summary>
    /// <exception cref="TimeoutException">It never became true.</exception>
    public static Task TrueAsync(string claim, Func<bool> check, CancellationToken cancellationToken) =>
        TrueAsync(claim, () => Task.FromResult(check()), cancellationToken);

    /// <inheritdoc cref="TrueAsync(string, Func{bool}, CancellationToken)"/>
    public static async Task TrueAsync(string claim, Func<Task<bool>> check, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(check);
        var start = TimeProvider.System.GetTimestamp();
        while (!await check())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
                throw new TimeoutException($"not after {Patience.TotalSeconds} seconds: {claim}");
            await Task.Delay(Interval, cancellationToken);
        }
    }
}
