using System.Security.Cryptography;
using Msmtp.Text;

namespace Msmtp.Connector.Tcp;

/// <summary>Opens a tunnel to the server through a SOCKS5 proxy (RFC 1928).</summary>
sealed class SocksTunnel
{
    readonly byte[] request;
    readonly string? user;
    readonly Secret? password;

    /// <summary>Prepares the request before anything is connected.</summary>
    /// <exception cref="MailException">The server's name is too long.</exception>
    public SocksTunnel(Destination server, AccountSettings settings)
    {
        user = settings.Get(NetworkSettings.ProxyUser);
        password = settings.Get(NetworkSettings.ProxyPassword);
        try
        {
            request = Socks5.Request(OctetText.Encode(HostName.ToAscii(server.Host)), server.Port);
        }
        catch (InvalidDataException e)
        {
            throw Refused(e);
        }
    }

    bool HasLogin => user is not null && password is not null;

    public async ValueTask OpenAsync(SocketStream stream, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(stream, Socks5.Greeting(HasLogin), cancellationToken).ConfigureAwait(false);
            if (Socks5.WantsLogin(await ReadAsync(stream, Socks5.ChoiceLength, cancellationToken).ConfigureAwait(false), HasLogin))
                await LogInAsync(stream, cancellationToken).ConfigureAwait(false);
            await WriteAsync(stream, request, cancellationToken).ConfigureAwait(false);
            var head = await ReadAsync(stream, Socks5.ReplyHeadLength, cancellationToken).ConfigureAwait(false);
            await ReadAsync(stream, Socks5.LengthAfter(head), cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw Refused(e);
        }
    }

    async ValueTask LogInAsync(SocketStream stream, CancellationToken cancellationToken)
    {
        var login = Socks5.Login(OctetText.Encode(user ?? ""), password is null ? [] : password.Reveal());
        try
        {
            await WriteAsync(stream, login, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(login);
        }
        Socks5.CheckVerdict(await ReadAsync(stream, Socks5.VerdictLength, cancellationToken).ConfigureAwait(false));
    }

    static async ValueTask WriteAsync(SocketStream stream, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new MailException(ExitCode.IoErr, DeliveryStage.Connect, $"network write error: {e.Message}", inner: e);
        }
    }

    static async ValueTask<byte[]> ReadAsync(SocketStream stream, int length, CancellationToken cancellationToken)
    {
        var octets = new byte[length];
        try
        {
            await stream.ReadExactlyAsync(octets, cancellationToken).ConfigureAwait(false);
            return octets;
        }
        catch (EndOfStreamException e)
        {
            throw new MailException(ExitCode.IoErr, DeliveryStage.Connect, "network read error", inner: e);
        }
        catch (IOException e)
        {
            throw new MailException(ExitCode.IoErr, DeliveryStage.Connect, $"network read error: {e.Message}", inner: e);
        }
    }

    static MailException Refused(InvalidDataException cause) =>
        new(ExitCode.Unavailable, DeliveryStage.Connect, $"proxy failure: {cause.Message}", inner: cause);
}

/// <summary>A host as the user named it, and a port.</summary>
readonly record struct Destination(string Host, int Port);
