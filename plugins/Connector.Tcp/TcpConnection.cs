using System.Net;
using System.Security.Authentication;

namespace Msmtp.Connector.Tcp;

/// <summary>A link in the hands of whoever asked for it: in the clear, and encrypted when that has been done.</summary>
/// <param name="link">The link, which is this one's from now on.</param>
/// <param name="tls">What the account wants of TLS; null: the connection stays in the clear.</param>
sealed class TcpConnection(LinkStream link, TlsLayer? tls) : ConnectionStream
{
    // Where octets go in and out: the link itself, or TLS over it.
    Stream stream = link;
    TlsSession? session;

    public override TlsSession? Tls => session;

    public override IPAddress? LocalAddress => link.LocalAddress;

    public override IPAddress? RemoteAddress => link.Peer?.Address;

    public override bool IsIdle => link.IsQuiet;

    public override void SetDeadline(TimeSpan? fromNow) => link.SetDeadline(fromNow);

    public override ValueTask<bool> WaitToReadAsync(TimeSpan within, CancellationToken cancellationToken) => link.HasArrivedAsync(within, cancellationToken);

    public override async ValueTask<int?> TryReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        link.NeverWaits = true;
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
            link.NeverWaits = false;
        }
    }

    public override async ValueTask StartTlsAsync(CancellationToken cancellationToken)
    {
        if (tls is null || session is not null)
            throw new InvalidOperationException(tls is null ? "the connection was to stay in the clear" : "the connection is encrypted");
        var secured = await tls.StartAsync(link, cancellationToken).ConfigureAwait(false);
        stream = secured.Stream;
        session = secured.Facts;
    }

    public override async ValueTask<string?> FindRemoteNameAsync(CancellationToken cancellationToken) =>
        link.Peer is { } peer ? await peer.FindNameAsync(cancellationToken).ConfigureAwait(false) : null;

    // Over the link itself without a step between: the body of a large mail goes this way.
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
            CloseLink();
        base.Dispose(disposing);
    }

    async ValueTask<int> DecryptAsync(Memory<byte> buffer, CancellationToken ct)
    {
        try
        {
            return await stream.ReadAsync(buffer, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (IsOfTls(e))
        {
            throw Explained(e);
        }
    }

    async ValueTask EncryptAsync(ReadOnlyMemory<byte> buffer, CancellationToken ct)
    {
        try
        {
            await stream.WriteAsync(buffer, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (IsOfTls(e))
        {
            throw Explained(e);
        }
    }

    // Before TLS has begun a record that it could not finish.
    void ThrowUnlessBlocking()
    {
        if (link is not BlockingLink)
            throw new NotSupportedException("this connection is asynchronous");
    }

    bool IsOfTls(Exception e) => session is not null && e is IOException or AuthenticationException;

    static IOException Explained(Exception e) => new(TlsFailure.Reason(e), e);

    void CloseLink()
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
            link.Dispose();
        }
    }
}
