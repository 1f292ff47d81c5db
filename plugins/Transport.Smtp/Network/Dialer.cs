namespace Msmtp.Transport.Smtp;

/// <summary>Opens the connection that an account asks for: a unix socket, or a proxy, or the server itself.</summary>
static class Dialer
{
    public static ValueTask<LinkStream> ConnectAsync(PluginContext context, CancellationToken ct) =>
        throw new NotSupportedException();
}
