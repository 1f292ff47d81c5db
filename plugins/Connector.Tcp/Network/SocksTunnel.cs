using System.Security.Cryptography;

namespace Msmtp.Connector.Tcp;

/// <summary>Has a SOCKS5 proxy (RFC 1928) connect a link to the server.</summary>
sealed class SocksTunnel
{
    readonly byte[] request;
    readonly string? user;
    readonly Secret? password;

    /// <summary>Puts together what will be asked for, before anything is connected.</summary>
    /// <exception cref="MailException">The server's name is too long.</exception>
    public SocksTunnel(Destination server, Settings settings)
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

    public async ValueTask OpenAsync(LinkStream link, CancellationToken ct)
    {
        try
        {
            await WriteAsync(link, Socks5.Greeting(HasLogin), ct).ConfigureAwait(false);
            if (Socks5.WantsLogin(await ReadAsync(link, Socks5.ChoiceLength, ct).ConfigureAwait(false), HasLogin))
                await LogInAsync(link, ct).ConfigureAwait(false);
            await WriteAsync(link, request, ct).ConfigureAwait(false);
            var head = await ReadAsync(link, Socks5.ReplyHeadLength, ct).ConfigureAwait(false);
            await ReadAsync(link, Socks5.LengthAfter(head), ct).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw Refused(e);
        }
    }

    async ValueTask LogInAsync(LinkStream link, CancellationToken ct)
    {
        var login = Socks5.Login(OctetText.Encode(user ?? ""), password is null ? [] : password.Reveal());
        try
        {
            await WriteAsync(link, login, ct).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(login);
        }
        Socks5.CheckVerdict(await ReadAsync(link, Socks5.VerdictLength, ct).ConfigureAwait(false));
    }

    static async ValueTask WriteAsync(LinkStream link, ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        try
        {
            await link.WriteAsync(message, ct).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new MailException(ExitCode.IoErr, DeliveryStage.Connect, $"network write error: {e.Message}", inner: e);
        }
    }

    static async ValueTask<byte[]> ReadAsync(LinkStream link, int length, CancellationToken ct)
    {
        var octets = new byte[length];
        try
        {
            await link.ReadExactlyAsync(octets, ct).ConfigureAwait(false);
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
