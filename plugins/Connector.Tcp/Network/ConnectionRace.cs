using System.Net;
using System.Net.Sockets;

namespace Msmtp.Connector.Tcp;

/// <summary>
/// Connects to whichever of several addresses answers first (RFC 8305 §5): each has a head start over the next, and a failure lets
/// the next one start at once. A dead address costs its head start, and no more.
/// </summary>
static class ConnectionRace
{
    /// <summary>RFC 8305 §8: the Connection Attempt Delay.</summary>
    public static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs the race. Throws <see cref="SocketException"/>: the last failure when no address is left, or a timeout.</summary>
    public static async ValueTask<Connected> RunAsync(
        IEnumerable<EndPoint> remotes, IAttempts attempts, TimeSpan? timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var end = timeout is { } limit ? new Deadline(time, limit) : default;
        var waiting = new Queue<EndPoint>(remotes);
        while (waiting.Count > 0 || attempts.AreUnderWay)
        {
            if (waiting.TryDequeue(out var remote))
                attempts.Start(remote);
            var turn = waiting.Count > 0 ? Deadline.Earlier(end, new Deadline(time, HeadStart)) : end;
            if (await attempts.NextAsync(turn, cancellationToken).ConfigureAwait(false) is { } winner)
                return winner;
            if (end.IsOver)
                throw new SocketException((int)SocketError.TimedOut);
        }
        throw attempts.LastFailure ?? new SocketException((int)SocketError.AddressNotAvailable);
    }
}
