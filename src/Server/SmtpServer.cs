using System.Net;
using System.Net.Sockets;

namespace Msmtp.Server;

/// <summary>
/// An SMTP or LMTP server on one listening socket. Disposing it sends 421 to all clients and waits for the sessions to end.
/// </summary>
public sealed class SmtpServer : IAsyncDisposable
{
    static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    readonly SmtpServerOptions options;
    readonly SmtpSessions sessions;
    readonly Socket listener;
    readonly CancellationTokenSource stopping = new();
    readonly Task accepting;
    int isDisposed;

    SmtpServer(SmtpServerOptions options, SmtpSessions sessions, Socket listener)
    {
        (this.options, this.sessions, this.listener) = (options, sessions, listener);
        EndPoint = listener.LocalEndPoint ?? options.Listen;
        accepting = AcceptAsync(stopping.Token);
    }

    /// <summary>Where the server listens, with the actual port.</summary>
    public EndPoint EndPoint { get; }

    /// <summary>The port of <see cref="EndPoint"/>; 0 for a Unix socket.</summary>
    public int Port => EndPoint is IPEndPoint ip ? ip.Port : 0;

    /// <summary>Starts a server. It is listening when this returns.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="handler">Takes the mail; not disposed.</param>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public static SmtpServer Start(SmtpServerOptions options, IMailHandler handler)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(handler);
        var sessions = SmtpSessions.Create(options, handler);
        var isUnix = options.Listen is UnixDomainSocketEndPoint;
        var listener = new Socket(options.Listen.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            listener.Bind(options.Listen);
            listener.Listen();
            return new SmtpServer(options, sessions, listener);
        }
        catch
        {
            listener.Dispose();
            sessions.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening, sends 421 to every client, and waits for the sessions to end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) == 1)
            return;
        await stopping.CancelAsync().ConfigureAwait(false);
        await accepting.ConfigureAwait(false);
        listener.Dispose();
        await sessions.DrainAsync().ConfigureAwait(false);
        sessions.Dispose();
        stopping.Dispose();
    }

    async Task AcceptAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
                Receive(socket, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException e)
            {
                // The client left while it was queued, or the process is out of descriptors. The latter may last: pause instead of
                // spinning.
                options.Observer?.Invoke(new DialogueLine(0, DialogueSpeaker.Event, $"cannot accept: {e.Message}"));
                await Task.Delay(AcceptPause, options.TimeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    void Receive(Socket socket, CancellationToken cancellationToken)
    {
        var client = ClientOf(socket);
        if (sessions.Refuse(client) is { } refusal)
        {
            // A few octets always fit into the send buffer of a new socket, so this cannot block.
            using (socket)
                socket.Send(refusal, SocketFlags.None, out _);
        }
        else
        {
            _ = Task.Run(() => sessions.ServeAsync(client, cancellationToken), CancellationToken.None);
        }
    }

    static ClientConnection ClientOf(Socket socket)
    {
        if (socket.AddressFamily != AddressFamily.Unix)
            socket.NoDelay = true;
        return new ClientConnection(new NetworkStream(socket, ownsSocket: true))
        {
            RemoteEndPoint = socket.RemoteEndPoint,
            CloseOutput = () => socket.Shutdown(SocketShutdown.Send),
        };
    }
}
