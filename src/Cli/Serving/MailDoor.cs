using System.Net.Sockets;
using System.Runtime.InteropServices;
using Msmtp.Server;
using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary>
/// Lets clients in at listening sockets, each on a thread of its own: a slow one holds up nobody. Everything blocks, because the native command
/// has no asynchronous sockets.
/// </summary>
sealed class MailDoor(IReadOnlyList<Socket> listeners, SmtpSessions sessions, SessionLog log) : IDisposable
{
    const int SocketLevel = 1;
    const int PeerCredentials = 17;
    const int StackOfSession = 512 * 1024;

    // When there is no descriptor or no thread to be had, one of the sessions has to end first.
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    readonly WakeUp wake = new();
    readonly ManualResetEventSlim pause = new();

    /// <summary>Serves until it is cancelled, and then until the last session is over.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var listener in listeners)
            listener.Blocking = false;
        var requests = new Libc.PollRequest[listeners.Count];
        while (true)
        {
            for (var i = 0; i < requests.Length; i++)
                requests[i] = new Libc.PollRequest { Number = (int)listeners[i].Handle, Events = Libc.PollIn };
            try
            {
                wake.Await(requests, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            for (var i = 0; i < requests.Length; i++)
                if (requests[i].Returned != 0)
                    Accept(listeners[i], cancellationToken);
        }
        foreach (var listener in listeners)
            listener.Dispose();
        await sessions.DrainAsync();
    }

    public void Dispose()
    {
        wake.Dispose();
        pause.Dispose();
    }

    void Accept(Socket listener, CancellationToken cancellationToken)
    {
        try
        {
            var socket = listener.Accept();
            try
            {
                Receive(socket, cancellationToken);
            }
            catch (IOException)
            {
                // It took the last descriptor.
                using (socket)
                    socket.Send("421 4.3.2 too many connections, try again later\r\n"u8, SocketFlags.None, out _);
                throw;
            }
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.ConnectionAborted or SocketError.Interrupted)
        {
            // It has left, or another process was faster.
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            log.Complain($"cannot accept a connection: {SystemError.Describe(e)}");
            pause.Wait(Pause, CancellationToken.None);
        }
    }

    void Receive(Socket socket, CancellationToken cancellationToken)
    {
        var client = ClientOf(socket);
        log.Note($"connection from {CountedName(client)}");
        if (sessions.Refuse(client) is { } refusal)
        {
            log.Complain($"too many sessions, refused {CountedName(client)}");
            // A few octets always fit into the send buffer of a new socket, so this cannot block.
            socket.Send(refusal, SocketFlags.None, out _);
            client.Stream.Dispose();
            return;
        }
        try
        {
            new Thread(() => _ = sessions.ServeAsync(client, cancellationToken), StackOfSession) { IsBackground = true }.Start();
        }
        catch (OutOfMemoryException)
        {
            log.Complain("cannot start a thread for a session");
            _ = sessions.ServeAsync(client, new CancellationToken(canceled: true));
            pause.Wait(Pause, CancellationToken.None);
        }
    }

    static string CountedName(ClientConnection client) => client.SystemUser ?? client.RemoteEndPoint?.ToString() ?? "a socket";

    /// <summary>The client at the other end of a connected socket, which its stream owns.</summary>
    public static ClientConnection ClientOf(Socket socket)
    {
        var isUnix = socket.AddressFamily == AddressFamily.Unix;
        if (!isUnix)
            socket.NoDelay = true;
        var descriptor = (int)socket.Handle;
        return new ClientConnection(new LenientLines(new DescriptorStream(descriptor, descriptor, socket)))
        {
            RemoteEndPoint = isUnix ? null : socket.RemoteEndPoint,
            SystemUser = isUnix ? UserOf(socket) : null,
            CloseOutput = () => socket.Shutdown(SocketShutdown.Send),
        };
    }

    /// <summary>The client at standard input and output, whatever these are.</summary>
    public static ClientConnection ClientOfStandardStreams() =>
        new(new LenientLines(new DescriptorStream(FileDescriptor.Inherited(0), FileDescriptor.Inherited(1), owner: null)));

    // unix(7), SO_PEERCRED: struct ucred is pid, uid, gid. The system vouches for it.
    static string UserOf(Socket socket)
    {
        Span<int> credentials = stackalloc int[3];
        socket.GetRawSocketOption(SocketLevel, PeerCredentials, MemoryMarshal.AsBytes(credentials));
        return $"uid {(uint)credentials[1]}";
    }
}
