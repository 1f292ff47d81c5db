using System.Net;
using System.Net.Sockets;

namespace Msmtp.Connector.Tcp;

/// <summary>Attempts that are tasks.</summary>
/// <param name="open">Makes a socket for an address.</param>
/// <param name="time">The clock.</param>
sealed class AsyncAttempts(Func<EndPoint, Socket> open, TimeProvider time) : IAttempts
{
    // A timer takes 49 days at most. Where more is left, the race goes round once more.
    static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    readonly CancellationTokenSource end = new();
    readonly List<Task<Connected>> underWay = [];

    public bool AreUnderWay => underWay.Count > 0;

    public SocketException? LastFailure { get; private set; }

    public void Start(EndPoint remote) => underWay.Add(ConnectAsync(remote, end.Token));

    public async ValueTask<Connected?> NextAsync(Deadline until, CancellationToken cancellationToken)
    {
        using var bell = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var attempt = Task.WhenAny(underWay);
        var first = await Task.WhenAny(attempt, Task.Delay(until.Wait(LongestTimer), time, bell.Token)).ConfigureAwait(false);
        await bell.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return first == attempt ? await FinishAsync(await attempt.ConfigureAwait(false)).ConfigureAwait(false) : null;
    }

    public void Dispose()
    {
        end.Cancel();
        foreach (var attempt in underWay)
            _ = CloseAsync(attempt);
        end.Dispose();
    }

    // One that connected while another won: nobody asks any more what came of it.
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
