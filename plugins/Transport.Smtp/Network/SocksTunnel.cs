namespace Msmtp.Transport.Smtp;

/// <summary>Has a SOCKS5 proxy (RFC 1928) connect a link to the server.</summary>
static class SocksTunnel
{
    /// <summary>What will be asked for; made before anything is connected.</summary>
    public static byte[] Request(Destination server)
    {
        try
        {
            return Socks5.Request(OctetText.Encode(server.Host), server.Port);
        }
        catch (InvalidDataException e)
        {
            throw Refused(e);
        }
    }

    public static async ValueTask OpenAsync(LinkStream link, ReadOnlyMemory<byte> request, CancellationToken ct)
    {
        try
        {
            await WriteAsync(link, Socks5.Greeting, ct).ConfigureAwait(false);
            Socks5.CheckChoice(await ReadAsync(link, Socks5.ChoiceLength, ct).ConfigureAwait(false));
            await WriteAsync(link, request, ct).ConfigureAwait(false);
            var head = await ReadAsync(link, Socks5.ReplyHeadLength, ct).ConfigureAwait(false);
            await ReadAsync(link, Socks5.LengthAfter(head), ct).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw Refused(e);
        }
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
