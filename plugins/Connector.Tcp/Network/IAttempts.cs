using System.Net;
using System.Net.Sockets;

namespace Msmtp.Connector.Tcp;

/// <summary>Parallel attempts to connect. Disposing closes all that have not been handed out.</summary>
interface IAttempts : IDisposable
{
    /// <summary>Some attempts have neither connected nor failed yet.</summary>
    bool AreUnderWay { get; }

    /// <summary>Why the most recent failure happened; null: none has failed.</summary>
    SocketException? LastFailure { get; }

    /// <summary>Starts another. It may already have connected, or failed, when this returns.</summary>
    void Start(EndPoint remote);

    /// <summary>
    /// Waits until an attempt has an outcome. Null: one has failed (<see cref="LastFailure"/>), or time is up. The caller owns what is
    /// returned.
    /// </summary>
    ValueTask<Connected?> NextAsync(Deadline until, CancellationToken cancellationToken);
}

/// <summary>A connected socket, and what it is connected to.</summary>
sealed record Connected(Socket Socket, EndPoint Remote);
