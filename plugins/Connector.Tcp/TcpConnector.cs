namespace Msmtp.Connector.Tcp;

/// <summary>Connects the way an account asks for.</summary>
sealed class TcpConnector(PluginContext context) : IConnector
{
    // A second connection to the account's server reads no file again, nor does it need the key's passphrase.
    TlsLayer? own;

    public async ValueTask<ConnectionStream> ConnectAsync(ConnectionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var server = new RequestedServer(context, request);
        var isEncrypted = server.Security != ConnectionSecurity.None;
        // Normally the TLS files are read first, so that a bad file does not cost a connection.
        var tls = isEncrypted && !request.ConnectsFirst ? await PrepareAsync(server, request, cancellationToken).ConfigureAwait(false) : null;
        var stream = await Dialer.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
        try
        {
            if (isEncrypted)
                tls ??= await PrepareAsync(server, request, cancellationToken).ConfigureAwait(false);
            var connection = new TcpConnection(stream, tls);
            if (server.Security == ConnectionSecurity.Tls)
                await EncryptAsync(connection, server, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    static ValueTask EncryptAsync(TcpConnection connection, RequestedServer server, CancellationToken cancellationToken)
    {
        connection.SetDeadline(server.Settings.Get(CommonSettings.Timeout));
        return connection.StartTlsAsync(cancellationToken);
    }

    async ValueTask<TlsLayer> PrepareAsync(RequestedServer server, ConnectionRequest request, CancellationToken cancellationToken) =>
        request.Host is null
            ? own ??= await TlsLayer.PrepareAsync(server, cancellationToken).ConfigureAwait(false)
            : await TlsLayer.PrepareAsync(server, cancellationToken).ConfigureAwait(false);
}
