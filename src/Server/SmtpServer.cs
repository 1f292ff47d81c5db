using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Server;

/// <summary>
/// An SMTP or LMTP server on one listening socket. Disposing it sends 421 to all clients and waits for the sessions to end.
/// </summary>
public sealed class SmtpServer : IAsyncDisposable
{
    static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    readonly SmtpServerOptions options;
    readonly IMailHandler handler;
    readonly Socket listener;
    readonly SslServerAuthenticationOptions? tls;
    readonly SemaphoreSlim slots;
    readonly SessionCount sessionsPerClient;
    readonly PasswordGuesses guesses;
    readonly CancellationTokenSource stopping = new();
    readonly Task accepting;
    int isDisposed;

    SmtpServer(SmtpServerOptions options, IMailHandler handler, Socket listener)
    {
        (this.options, this.handler, this.listener) = (options, handler, listener);
        EndPoint = listener.LocalEndPoint ?? options.Listen;
        tls = TlsOptions(options);
        slots = new SemaphoreSlim(options.MaxConnections);
        sessionsPerClient = new SessionCount(options.MaxConnectionsPerClient);
        guesses = new PasswordGuesses(options);
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
        options.Validate();
        var isUnix = options.Listen is UnixDomainSocketEndPoint;
        var listener = new Socket(options.Listen.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            listener.Bind(options.Listen);
            listener.Listen();
            return new SmtpServer(options, handler, listener);
        }
        catch
        {
            listener.Dispose();
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
        for (var slot = 0; slot < options.MaxConnections; slot++)
            await slots.WaitAsync().ConfigureAwait(false);
        slots.Dispose();
        stopping.Dispose();
    }

    async Task AcceptAsync(CancellationToken cancellationToken)
    {
        for (var session = 1L; !cancellationToken.IsCancellationRequested; session++)
        {
            try
            {
                var socket = await listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
                Receive(socket, session, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException e)
            {
                // The client left while it was queued, or the process is out of descriptors. The latter may last: pause instead of
                // spinning.
                options.Observer?.Invoke(new DialogueLine(session, DialogueSpeaker.Event, $"cannot accept: {e.Message}"));
                await Task.Delay(AcceptPause, options.TimeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    void Receive(Socket socket, long session, CancellationToken cancellationToken)
    {
        var client = ClientAddress.Of(socket.RemoteEndPoint);
        if (!sessionsPerClient.TryAdd(client))
        {
            Refuse(socket, Replies.TooManyOfClient);
        }
        else if (!slots.Wait(0, CancellationToken.None))
        {
            sessionsPerClient.Remove(client);
            Refuse(socket, Replies.TooManyConnections);
        }
        else
        {
            _ = Task.Run(() => ServeAsync(socket, client, session, cancellationToken), CancellationToken.None);
        }
    }

    async Task ServeAsync(Socket socket, string? client, long session, CancellationToken cancellationToken)
    {
        try
        {
            if (socket.AddressFamily != AddressFamily.Unix)
                socket.NoDelay = true;
            var connection = new SmtpConnection(socket, options, session);
            await using (connection.ConfigureAwait(false))
                await new SmtpSession(connection, options, tls, handler, guesses).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // A fault in one session, ours or the handler's, must not end the others.
            options.Observer?.Invoke(new DialogueLine(session, DialogueSpeaker.Event, $"the session failed: {e.Message}"));
        }
        finally
        {
            socket.Dispose();
            sessionsPerClient.Remove(client);
            slots.Release();
        }
    }

    // A few octets always fit into the send buffer of a new socket, so this cannot block. Under implicit TLS the client could not read
    // them.
    void Refuse(Socket socket, SmtpReply reply)
    {
        using (socket)
        {
            if (options.TlsMode != TlsMode.Implicit)
            {
                var line = ReplyFormat.Lines(reply, options.Offers(SmtpExtensions.EnhancedStatusCodes)).Single();
                socket.Send(ReplyFormat.Encode(line), SocketFlags.None, out _);
            }
        }
    }

    static SslServerAuthenticationOptions? TlsOptions(SmtpServerOptions options) =>
        options.TlsMode == TlsMode.None || options.Certificate is null ? null : new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(options.Certificate, null, offline: true),
            ClientCertificateRequired = options.ClientCertificateCheck is not null,
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                options.ClientCertificateCheck is not { } check || (certificate is X509Certificate2 shown && check(shown)),
        };
}
