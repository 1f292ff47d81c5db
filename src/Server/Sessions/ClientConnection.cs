using System.Net;

namespace Msmtp.Server;

/// <summary>A client that has been connected, whatever carries its octets: a socket, or standard input and output.</summary>
/// <param name="Stream">Reads from the client and writes to it; the session disposes it.</param>
public sealed record ClientConnection(Stream Stream)
{
    /// <summary>Where it connects from; null: the stream has no name.</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>The user that it runs as, according to the system; null: not known.</summary>
    public string? SystemUser { get; init; }

    /// <summary>
    /// Tells the client that nothing more will come, after which it can still be read: the half-close of a socket. Null: a session ends with
    /// its last reply.
    /// </summary>
    public Action? CloseOutput { get; init; }
}
