using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Server;

/// <summary>An SMTP or LMTP server on one listening socket. Disposing it tells every client 421 and waits until all are gone.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    readonly SmtpServerOptions options;
    readonly IMailHandler handler;
    readonly Socket listener;
    readonly SslServerAuthenticationOptions? tls;
    readonly SemaphoreSlim places;
    readonly SessionCount ofClient;
    readonly PasswordGuesses guesses;
    readonly CancellationTokenSource stopping = new();
    readonly Task accepting;
    int isDisposed;

    SmtpServer(SmtpServerOptions options, IMailHandler handler, Socket listener)
    {
        (this.options, this.handler, this.listener) = (options, handler, listener);
        EndPoint = listener.LocalEndPoint ?? options.Listen;
        tls = TlsOptions(options);
        places = new SemaphoreSlim(options.MaxConnections);
        ofClient = new SessionCount(options.MaxConnectionsPerClient);
        guesses = new PasswordGuesses(options);
        accepting = AcceptAsync(stopping.Token);
    }

    /// <summary>Where the server listens, with the port that was taken.</summary>
    public EndPoint EndPoint { get; }

    /// <summary>The port of <see cref="EndPoint"/>; 0 for a Unix socket.</summary>
    public int Port => EndPoint is IPEndPoint ip ? ip.Port : 0;

    /// <summary>Starts a server. It listens when this returns.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="handler">Takes the mail; belongs to the caller.</param>
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

    /// <summary>Stops listening, tells every client 421, and waits for the sessions.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) == 1)
            return;
        await stopping.CancelAsync().ConfigureAwait(false);
        await accepting.ConfigureAwait(false);
        listener.Dispose();
        for (var place = 0; place < options.MaxConnections; place++)
            await places.WaitAsync().ConfigureAwait(false);
        places.Dispose();
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
                // The client left in the queue, or there are no descriptors left; the latter lasts, so do not spin.
                options.Observer?.Invoke(new DialogueLine(session, DialogueSpeaker.Event, $"cannot accept: {e.Message}"));
                await Task.Delay(AcceptPause, options.TimeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    void Receive(Socket socket, long session, CancellationToken cancellationToken)
    {
        var client = ClientAddress.Of(socket.RemoteEndPoint);
        if (!ofClient.TryAdd(client))
        {
            TurnAway(socket, Replies.TooManyOfClient);
        }
        else if (!places.Wait(0, CancellationToken.None))
        {
            ofClient.Remove(client);
            TurnAway(socket, Replies.TooManyConnections);
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
            // One session's fault, ours or foreign code's, must not end the others.
            options.Observer?.Invoke(new DialogueLine(session, DialogueSpeaker.Event, $"the session failed: {e.Message}"));
        }
        finally
        {
            socket.Dispose();
            ofClient.Remove(client);
            places.Release();
        }
    }

    // A few octets always fit into a fresh socket's send buffer: nothing to wait for. Under implicit TLS nobody could read them.
    void TurnAway(Socket socket, SmtpReply reply)
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
