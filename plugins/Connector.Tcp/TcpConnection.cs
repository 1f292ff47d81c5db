using System.Net;
using System.Security.Authentication;

namespace Msmtp.Connector.Tcp;

/// <summary>The connection that was requested: in the clear, and later encrypted.</summary>
/// <param name="socket">The socket, owned by this connection from now on.</param>
/// <param name="tls">Starts TLS as the account wants it; null: the connection stays in the clear.</param>
sealed class TcpConnection(SocketStream socket, TlsLayer? tls) : ConnectionStream
{
    // What is read and written: the socket itself, or TLS over it.
    Stream stream = socket;
    TlsSession? session;

    public override TlsSession? Tls => session;

    public override IPAddress? LocalAddress => socket.LocalAddress;

    public override IPAddress? RemoteAddress => socket.Peer?.Address;

    public override bool IsIdle => socket.IsQuiet;

    public override void SetDeadline(TimeSpan? fromNow) => socket.SetDeadline(fromNow);

    public override ValueTask<bool> WaitToReadAsync(TimeSpan within, CancellationToken cancellationToken) =>
        socket.HasArrivedAsync(within, cancellationToken);

    public override async ValueTask<int?> TryReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        socket.NeverWaits = true;
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return null;
        }
        finally
        {
            socket.NeverWaits = false;
        }
    }

    public override async ValueTask StartTlsAsync(CancellationToken cancellationToken)
    {
        if (tls is null || session is not null)
            throw new InvalidOperationException(tls is null ? "the connection was to stay in the clear" : "the connection is encrypted");
        var secured = await tls.StartAsync(socket, cancellationToken).ConfigureAwait(false);
        stream = secured.Stream;
        session = secured.Facts;
    }

    public override async ValueTask<string?> FindRemoteNameAsync(CancellationToken cancellationToken) =>
        socket.Peer is { } peer ? await peer.FindNameAsync(cancellationToken).ConfigureAwait(false) : null;

    // In the clear, directly to the socket: large message bodies take this path.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        session is null ? stream.ReadAsync(buffer, cancellationToken) : DecryptAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        session is null ? stream.WriteAsync(buffer, cancellationToken) : EncryptAsync(buffer, cancellationToken);

    public override int Read(Span<byte> buffer)
    {
        ThrowUnlessBlocking();
        try
        {
            return stream.Read(buffer);
        }
        catch (Exception e) when (IsOfTls(e))
        {
            throw Explained(e);
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ThrowUnlessBlocking();
        try
        {
            stream.Write(buffer);
        }
        catch (Exception e) when (IsOfTls(e))
        {
            throw Explained(e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            CloseSocket();
        base.Dispose(disposing);
    }

    async ValueTask<int> DecryptAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsOfTls(e))
        {
            throw Explained(e);
        }
    }

    async ValueTask EncryptAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsOfTls(e))
        {
            throw Explained(e);
        }
    }

    // Checked here, before TLS begins a record that it could not finish.
    void ThrowUnlessBlocking()
    {
        if (socket is not BlockingSocketStream)
            throw new NotSupportedException("this connection is asynchronous");
    }

    bool IsOfTls(Exception e) => session is not null && e is IOException or AuthenticationException;

    static IOException Explained(Exception e) => new(TlsFailure.Reason(e), e);

    void CloseSocket()
    {
        try
        {
            stream.Dispose();
        }
        catch (IOException)
        {
            // The server has hung up first, which is fine.
        }
        finally
        {
            socket.Dispose();
        }
    }
}
