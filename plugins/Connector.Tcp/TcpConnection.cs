using System.Net;
using System.Security.Authentication;

namespace Msmtp.Connector.Tcp;

/// <summary>A connection in the hands of whoever asked for it: in the clear, and encrypted when that has been done.</summary>
/// <param name="socket">The socket, which is this one's from now on.</param>
/// <param name="tls">What the account wants of TLS; null: the connection stays in the clear.</param>
sealed class TcpConnection(SocketStream socket, TlsLayer? tls) : ConnectionStream
{
    // Where octets go in and out: the socket itself, or TLS over it.
    Stream stream = socket;
    TlsSession? session;

    public override TlsSession? Tls => session;

    public override IPAddress? LocalAddress => socket.LocalAddress;

    public override IPAddress? RemoteAddress => socket.Peer?.Address;

    public override bool IsIdle => socket.IsQuiet;

    public override void SetDeadline(TimeSpan? fromNow) => socket.SetDeadline(fromNow);

    public override ValueTask<bool> WaitToReadAsync(TimeSpan within, CancellationToken cancellationToken) => socket.HasArrivedAsync(within, cancellationToken);

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

    // Over the socket itself without a step between: the body of a large mail goes this way.
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

    // Before TLS has begun a record that it could not finish.
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
            // The server has hung up first: what we wanted.
        }
        finally
        {
            socket.Dispose();
        }
    }
}
