using System.Net;
using System.Net.Sockets;

namespace Msmtp.Transport.Smtp;

/// <summary>Opens the connection that an account asks for: a unix socket, or through a proxy, or to the server itself.</summary>
static class Dialer
{
    // sun_path of unix(7), with the zero that ends it.
    const int LongestSocketPath = 107;

    /// <summary>
    /// Connects within the account's timeout. The link that comes back still has the deadline of the connecting.
    /// Throws <see cref="MailException"/> with the stage <see cref="DeliveryStage.Resolve"/> or <see cref="DeliveryStage.Connect"/>.
    /// </summary>
    public static async ValueTask<LinkStream> ConnectAsync(PluginContext context, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var settings = context.Account.Settings;
        if (settings.Get(CommonSettings.Socket) is { } path)
            return await ToSocketAsync(context, path, ct).ConfigureAwait(false);
        var host = settings.Get(CommonSettings.Host) ?? throw new MailException(ExitCode.Config, DeliveryStage.Configure, "host not set");
        var port = settings.Get(CommonSettings.Port);
        return settings.Get(NetworkSettings.ProxyHost) is { } proxy
            ? await ThroughProxyAsync(context, proxy, new Destination(host, port), ct).ConfigureAwait(false)
            : await ToHostAsync(context, new Destination(host, port), isServer: true, ct).ConfigureAwait(false);
    }

    static async ValueTask<LinkStream> ToSocketAsync(PluginContext context, string path, CancellationToken ct)
    {
        if (OctetText.Encode(path).Length > LongestSocketPath)
            throw new MailException(ExitCode.IoErr, DeliveryStage.Connect, $"cannot connect to {path}: invalid argument");
        try
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            return await OpenAsync(context, Over(socket, context, null), new UnixDomainSocketEndPoint(path), ct).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new MailException(ExitCode.TempFail, DeliveryStage.Connect, $"cannot connect to {path}: {SocketProblem(e)}", inner: e);
        }
    }

    // The runtime turns "no such file" into an error of addresses, which a unix socket never has.
    static string SocketProblem(SocketException failure) => SystemError.Describe(
        failure.SocketErrorCode == SocketError.AddressNotAvailable ? new FileNotFoundException() : failure);

    static async ValueTask<LinkStream> ThroughProxyAsync(PluginContext context, string proxy, Destination server, CancellationToken ct)
    {
        var tunnel = new SocksTunnel(server, context.Account.Settings);
        var port = NetworkSettings.PortOfProxy(context.Account.Settings);
        var link = await ToHostAsync(context, new Destination(proxy, port), isServer: false, ct).ConfigureAwait(false);
        try
        {
            link.SetDeadline(context.Account.Settings.Get(CommonSettings.Timeout));
            await tunnel.OpenAsync(link, ct).ConfigureAwait(false);
            return link;
        }
        catch
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Tries the addresses one after the other; the last failure is told. (Racing them, as RFC 8305 does, belongs here.)</summary>
    static async ValueTask<LinkStream> ToHostAsync(PluginContext context, Destination to, bool isServer, CancellationToken ct)
    {
        var last = new SocketException((int)SocketError.AddressNotAvailable);
        foreach (var address in await Resolver.FindAsync(to.Host, context.Io, ct).ConfigureAwait(false))
        {
            try
            {
                var socket = BoundSocket(context.Account.Settings, address.AddressFamily);
                var link = Over(socket, context, isServer ? new Peer(address, context.Io) : null);
                return await OpenAsync(context, link, new IPEndPoint(address, to.Port), ct).ConfigureAwait(false);
            }
            catch (SocketException e)
            {
                last = e;
            }
        }
        var problem = $"cannot connect to {to.Host}, port {to.Port}: {SystemError.Describe(last)}";
        throw new MailException(ExitCode.TempFail, DeliveryStage.Connect, problem, inner: last);
    }

    static async ValueTask<LinkStream> OpenAsync(PluginContext context, LinkStream link, EndPoint remote, CancellationToken ct)
    {
        try
        {
            link.SetDeadline(context.Account.Settings.Get(CommonSettings.Timeout));
            await link.ConnectAsync(remote, ct).ConfigureAwait(false);
            return link;
        }
        catch
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    static LinkStream Over(Socket socket, PluginContext context, Peer? peer) => context.Io == IoMode.Blocking
        ? new BlockingLink(socket, context.Time) { Peer = peer }
        : new AsyncLink(socket, context.Time) { Peer = peer };

    static Socket BoundSocket(Settings settings, AddressFamily family)
    {
        // A group of commands, or a whole mail, goes out in one write: waiting for more (RFC 896) would only cost time.
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (settings.Get(NetworkSettings.SourceIp) is not { } source)
            return socket;
        try
        {
            // inet_pton(3): an IPv4 address has four numbers, and they are decimal.
            if (!IPAddress.TryParse(source, out var address) || address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != source)
                throw new SocketException((int)SocketError.InvalidArgument);
            socket.Bind(new IPEndPoint(address, 0));
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            var problem = $"cannot bind source ip {source}: {SystemError.Describe(e)}";
            throw new MailException(ExitCode.OsErr, DeliveryStage.Connect, problem, inner: e);
        }
    }
}
