using System.Net;
using System.Net.Sockets;
using Msmtp.Text;

namespace Msmtp.Connector.Tcp;

/// <summary>Connects to a server the way the account asks for: over a unix socket, through a proxy, or directly.</summary>
static class Dialer
{
    // sun_path of unix(7), less the terminating NUL.
    const int LongestSocketPath = 107;

    /// <summary>
    /// Connects within the account's timeout. Throws <see cref="MailException"/> with the stage
    /// <see cref="DeliveryStage.Resolve"/> or <see cref="DeliveryStage.Connect"/>.
    /// </summary>
    public static async ValueTask<SocketStream> ConnectAsync(RequestedServer server, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (context, settings) = (server.Context, server.Settings);
        if (settings.Get(CommonSettings.Socket) is { } path)
            return await ToSocketAsync(context, path, cancellationToken).ConfigureAwait(false);
        var host = settings.Get(CommonSettings.Host) ?? throw new MailException(ExitCode.Config, DeliveryStage.Configure, "host not set");
        var port = settings.Get(CommonSettings.Port);
        return settings.Get(NetworkSettings.ProxyHost) is { } proxy
            ? await ThroughProxyAsync(context, proxy, new Destination(host, port), cancellationToken).ConfigureAwait(false)
            : await ToHostAsync(context, new Destination(host, port), server, cancellationToken).ConfigureAwait(false);
    }

    static async ValueTask<SocketStream> ToSocketAsync(PluginContext context, string path, CancellationToken cancellationToken)
    {
        if (OctetText.Encode(path).Length > LongestSocketPath)
            throw new MailException(ExitCode.IoErr, DeliveryStage.Connect, $"cannot connect to {path}: invalid argument");
        try
        {
            var remote = new UnixDomainSocketEndPoint(path);
            var (socket, _) = await RaceAsync(context, [remote], LocalSocket, cancellationToken).ConfigureAwait(false);
            return Over(socket, context, null);
        }
        catch (SocketException e)
        {
            throw new MailException(ExitCode.TempFail, DeliveryStage.Connect, $"cannot connect to {path}: {SocketProblem(e)}", inner: e);
        }
    }

    // The runtime reports "no such file" as an address error, which a unix socket never has otherwise.
    static string SocketProblem(SocketException failure) => SystemError.Describe(
        failure.SocketErrorCode == SocketError.AddressNotAvailable ? new FileNotFoundException() : failure);

    static async ValueTask<SocketStream> ThroughProxyAsync(
        PluginContext context, string proxy, Destination server, CancellationToken cancellationToken)
    {
        var tunnel = new SocksTunnel(server, context.Account.Settings);
        var port = NetworkSettings.PortOfProxy(context.Account.Settings);
        var stream = await ToHostAsync(context, new Destination(proxy, port), server: null, cancellationToken).ConfigureAwait(false);
        try
        {
            stream.SetDeadline(context.Account.Settings.Get(CommonSettings.Timeout));
            await tunnel.OpenAsync(stream, cancellationToken).ConfigureAwait(false);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    static async ValueTask<SocketStream> ToHostAsync(
        PluginContext context, Destination to, RequestedServer? server, CancellationToken cancellationToken)
    {
        var settings = context.Account.Settings;
        var addresses = await Resolver.FindAsync(to.Host, context.Io, cancellationToken).ConfigureAwait(false);
        var source = Source(settings);
        var remotes = AddressOrder.Interleave(source is null ? addresses : AddressOrder.ReachableFrom(source, addresses))
            .Select(address => new IPEndPoint(address, to.Port));
        try
        {
            var (socket, remote) = await RaceAsync(
                context, [.. remotes], place => BoundSocket(settings, source, place.AddressFamily), cancellationToken).ConfigureAwait(false);
            return Over(socket, context, server is not null ? new Peer(((IPEndPoint)remote).Address, context.Io) : null);
        }
        catch (SocketException e)
        {
            var problem = $"cannot connect to {to.Host}, port {to.Port}: {SystemError.Describe(e)}";
            var advice = server is null ? null : Advice(to, e, server);
            throw new MailException(ExitCode.TempFail, DeliveryStage.Connect, problem, inner: e) { Advice = advice };
        }
    }

    static string? Advice(Destination to, SocketException failure, RequestedServer server) => failure.SocketErrorCode switch
    {
        SocketError.ConnectionRefused when server.IsAnother => $"nothing is listening on port {to.Port} of {to.Host}",
        SocketError.ConnectionRefused =>
            $"nothing is listening on port {to.Port} of {to.Host}: check host and port; mail is submitted on port 587, or on 465 with \"tls_starttls off\"",
        SocketError.TimedOut when server.IsAnother => $"port {to.Port} of {to.Host} does not answer: a firewall may be in the way",
        SocketError.TimedOut => $"port {to.Port} of {to.Host} does not answer: a firewall may be in the way, or the port be another (587, 465)",
        _ => null,
    };

    static async ValueTask<Connected> RaceAsync(
        PluginContext context, IReadOnlyList<EndPoint> remotes, Func<EndPoint, Socket> open, CancellationToken cancellationToken)
    {
        var timeout = context.Account.Settings.Get(CommonSettings.Timeout);
        using IAttempts attempts = AsyncSockets.Serve(context.Io)
            ? new AsyncAttempts(open, context.Time)
            : new BlockingAttempts(open, waits: remotes.Count == 1 && timeout is null);
        return await ConnectionRace.RunAsync(remotes, attempts, timeout, context.Time, cancellationToken).ConfigureAwait(false);
    }

    static SocketStream Over(Socket socket, PluginContext context, Peer? peer)
    {
        SocketStream stream = AsyncSockets.Serve(context.Io)
            ? new AsyncSocketStream(socket, context.Time) { Peer = peer, LocalAddress = (socket.LocalEndPoint as IPEndPoint)?.Address }
            : new BlockingSocketStream(socket, context.Time) { Peer = peer };
        stream.SetDeadline(context.Account.Settings.Get(CommonSettings.Timeout));
        return stream;
    }

    static Socket LocalSocket(EndPoint remote) => new(remote.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);

    static Socket BoundSocket(AccountSettings settings, IPAddress? source, AddressFamily family)
    {
        // A group of commands, or a whole mail, goes out in one write: waiting for more (RFC 896) would only delay it.
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (source is not null)
                socket.Bind(new IPEndPoint(source, 0));
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw NotBound(settings, e);
        }
    }

    static IPAddress? Source(AccountSettings settings)
    {
        if (settings.Get(NetworkSettings.SourceIp) is not { } source)
            return null;
        // inet_pton(3): an IPv4 address has four numbers, and they are decimal; an IPv6 address has no zone.
        if (!IPAddress.TryParse(source, out var address)
            || source.Contains('%', StringComparison.Ordinal)
            || address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != source)
            throw NotBound(settings, new SocketException((int)SocketError.InvalidArgument));
        return address;
    }

    static MailException NotBound(AccountSettings settings, SocketException cause)
    {
        var problem = $"cannot bind source ip {settings.Get(NetworkSettings.SourceIp)}: {SystemError.Describe(cause)}";
        return new MailException(ExitCode.OsErr, DeliveryStage.Connect, problem, inner: cause);
    }
}
