using System.Net;
using System.Net.Sockets;
using Msmtp.TestKit;

namespace Msmtp.Connector.Tcp.Tests.Network;

/// <summary>Attempts whose outcomes a test has fixed, on a clock that whoever waits moves.</summary>
sealed class ScheduledAttempts(ManualTime time) : IAttempts
{
    readonly Dictionary<EndPoint, (TimeSpan Duration, SocketError Outcome)> outcomes = [];
    readonly List<(EndPoint Remote, TimeSpan At, SocketError Outcome)> underWay = [];
    readonly long start = time.GetTimestamp();

    /// <summary>When each was started, in milliseconds.</summary>
    public List<(EndPoint Remote, int At)> Starts { get; } = [];

    public TimeSpan Now => time.GetElapsedTime(start);

    public bool AreUnderWay => underWay.Count > 0;

    public SocketException? LastFailure { get; private set; }

    /// <summary>Fixes what comes of an address, and after how many milliseconds. Without it nothing ever comes.</summary>
    public EndPoint Add(SocketError outcome, int milliseconds)
    {
        var remote = new IPEndPoint(IPAddress.Loopback, outcomes.Count + 1);
        outcomes[remote] = (TimeSpan.FromMilliseconds(milliseconds), outcome);
        return remote;
    }

    public void Start(EndPoint remote)
    {
        Starts.Add((remote, (int)Now.TotalMilliseconds));
        var (duration, outcome) = outcomes[remote];
        underWay.Add((remote, Now + duration, outcome));
    }

    public ValueTask<Connected?> NextAsync(Deadline until, CancellationToken cancellationToken)
    {
        var first = underWay.MinBy(static attempt => attempt.At);
        var wait = first.At - Now;
        if (until.Remaining < wait)
        {
            time.Advance(until.Remaining.Value);
            return new((Connected?)null);
        }
        time.Advance(wait);
        underWay.Remove(first);
        if (first.Outcome == SocketError.Success)
            return new(new Connected(new Socket(SocketType.Stream, ProtocolType.Tcp), first.Remote));
        LastFailure = new SocketException((int)first.Outcome);
        return new((Connected?)null);
    }

    public void Dispose()
    {
    }
}
