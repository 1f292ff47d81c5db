using System.Net;
using System.Net.Sockets;

namespace Msmtp.Connector.Tcp;

/// <summary>Connection attempts that run as tasks.</summary>
/// <param name="open">Makes a socket for an address.</param>
/// <param name="time">The clock.</param>
sealed class AsyncAttempts(Func<EndPoint, Socket> open, TimeProvider time) : IAttempts
{
    // A timer takes 49 days at most. If more is left, the race simply waits again.
    static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    readonly CancellationTokenSource ending = new();
    readonly List<Task<Connected>> underWay = [];

    public bool AreUnderWay => underWay.Count > 0;

    public SocketException? LastFailure { get; private set; }

    public void Start(EndPoint remote) => underWay.Add(ConnectAsync(remote, ending.Token));

    public async ValueTask<Connected?> NextAsync(Deadline until, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var attempt = Task.WhenAny(underWay);
        var first = await Task.WhenAny(attempt, Task.Delay(until.Wait(LongestTimer), time, timer.Token)).ConfigureAwait(false);
        await timer.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return first == attempt ? await FinishAsync(await attempt.ConfigureAwait(false)).ConfigureAwait(false) : null;
    }

    public void Dispose()
    {
        ending.Cancel();
        foreach (var attempt in underWay)
            _ = CloseAsync(attempt);
        ending.Dispose();
    }

    // An attempt may still connect after another has won.
    static async Task CloseAsync(Task<Connected> attempt)
    {
        await ((Task)attempt).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (attempt.IsCompletedSuccessfully)
            (await attempt.ConfigureAwait(false)).Socket.Dispose();
    }

    async Task<Connected> ConnectAsync(EndPoint remote, CancellationToken cancellationToken)
    {
        var socket = open(remote);
        try
        {
            await socket.ConnectAsync(remote, cancellationToken).ConfigureAwait(false);
            return new Connected(socket, remote);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    async ValueTask<Connected?> FinishAsync(Task<Connected> attempt)
    {
        underWay.Remove(attempt);
        try
        {
            return await attempt.ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            LastFailure = e;
            return null;
        }
    }
}
