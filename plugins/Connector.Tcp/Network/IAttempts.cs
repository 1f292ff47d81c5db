using System.Net;
using System.Net.Sockets;

namespace Msmtp.Connector.Tcp;

/// <summary>Attempts to connect, side by side. To dispose it closes all that have not been handed out.</summary>
interface IAttempts : IDisposable
{
    /// <summary>Some are neither connected nor failed.</summary>
    bool AreUnderWay { get; }

    /// <summary>Why the last one that failed did so; null: none has failed.</summary>
    SocketException? LastFailure { get; }

    /// <summary>Starts one more. It may be connected, or have failed, when this returns.</summary>
    void Start(EndPoint remote);

    /// <summary>
    /// Waits until something has come of an attempt. Null: one has failed (<see cref="LastFailure"/>), or it is too late.
    /// What is returned is the caller's.
    /// </summary>
    ValueTask<Connected?> NextAsync(Deadline until, CancellationToken cancellationToken);
}
