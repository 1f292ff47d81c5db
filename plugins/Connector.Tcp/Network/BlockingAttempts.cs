using System.Net;
using System.Net.Sockets;

namespace Msmtp.Connector.Tcp;

/// <summary>Connection attempts that are waited for on the caller's thread, in poll(2).</summary>
/// <param name="open">Makes a socket for an address.</param>
/// <param name="waits">Start itself waits for the attempt: there is no deadline and no other attempt.</param>
sealed class BlockingAttempts(Func<EndPoint, Socket> open, bool waits) : IAttempts
{
    // Socket.Select takes its timeout in microseconds, in 32 bits: 35 minutes at most.
    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    readonly List<Connected> underWay = [];
    Connected? connected;
    bool hasNewFailure;

    public bool AreUnderWay => underWay.Count > 0;

    public SocketException? LastFailure { get; private set; }

    public void Start(EndPoint remote)
    {
        Socket? socket = null;
        try
        {
            socket = open(remote);
            if (!waits)
                socket.Blocking = false;
            socket.Connect(remote);
            connected = new Connected(socket, remote);
        }
        catch (SocketException e) when (socket is not null && IsUnderWay(remote, e))
        {
            underWay.Add(new Connected(socket, remote));
        }
        catch (SocketException e)
        {
            Fail(socket, e);
        }
    }

    public ValueTask<Connected?> NextAsync(Deadline until, CancellationToken cancellationToken)
    {
        while (connected is null && !hasNewFailure && AreUnderWay && !until.IsOver)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Poll(until.Wait(LongestWait));
        }
        hasNewFailure = false;
        var winner = connected;
        connected = null;
        return ValueTask.FromResult(winner);
    }

    public void Dispose()
    {
        connected?.Socket.Dispose();
        underWay.ForEach(static attempt => attempt.Socket.Dispose());
    }

    // On a unix socket the same error means that the queue is full: connect(2), EAGAIN.
    static bool IsUnderWay(EndPoint remote, SocketException failure) =>
        remote is IPEndPoint && failure.SocketErrorCode is (SocketError.WouldBlock or SocketError.InProgress);

    void Poll(TimeSpan wait)
    {
        var writable = underWay.Select(static attempt => attempt.Socket).ToList();
        Socket.Select(null, writable, null, wait);
        foreach (var attempt in underWay.Where(attempt => writable.Contains(attempt.Socket)).ToList())
            Finish(attempt);
    }

    void Finish(Connected attempt)
    {
        underWay.Remove(attempt);
        if (attempt.Socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is int error and not 0)
            Fail(attempt.Socket, new SocketException(error));
        else if (connected is null)
            connected = attempt;
        else
            attempt.Socket.Dispose();
    }

    void Fail(Socket? socket, SocketException failure)
    {
        socket?.Dispose();
        LastFailure = failure;
        hasNewFailure = true;
    }
}
