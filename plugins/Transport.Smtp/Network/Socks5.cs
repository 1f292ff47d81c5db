using System.Buffers.Binary;

namespace Msmtp.Transport.Smtp;

// RFC 1928, what a client needs of it:
//   greeting  = VER NMETHODS METHODS          choice = VER METHOD
//   request   = VER CMD RSV ATYP ADDR PORT    reply  = VER REP RSV ATYP ADDR PORT
// Nothing here does I/O.

/// <summary>The messages of SOCKS5: CONNECT, without authentication, to a name that the proxy resolves.</summary>
static class Socks5
{
    public const int ChoiceLength = 2;

    /// <summary>The part of a reply up to the first octet of the address, which may be its length.</summary>
    public const int ReplyHeadLength = 5;

    const byte Version = 5;
    const byte NoAuthentication = 0;
    const byte Connect = 1;
    const byte IPv4 = 1;
    const byte DomainName = 3;
    const byte IPv6 = 4;
    const int PortLength = 2;
    const string Unexpected = "unexpected reply";

    public static ReadOnlyMemory<byte> Greeting { get; } = new byte[] { Version, 1, NoAuthentication };

    /// <summary>Asks for a connection. Throws <see cref="InvalidDataException"/>: a name of more than 255 octets does not fit.</summary>
    public static byte[] Request(ReadOnlySpan<byte> host, int port)
    {
        if (host.Length > byte.MaxValue)
            throw new InvalidDataException("host name too long");
        var request = new byte[5 + host.Length + PortLength];
        ReadOnlySpan<byte> head = [Version, Connect, 0, DomainName, (byte)host.Length];
        head.CopyTo(request);
        host.CopyTo(request.AsSpan(head.Length));
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(head.Length + host.Length), (ushort)port);
        return request;
    }

    /// <summary>Throws <see cref="InvalidDataException"/> unless the proxy lets us in without a login.</summary>
    public static void CheckChoice(ReadOnlySpan<byte> choice)
    {
        if (choice is not [Version, NoAuthentication])
            throw new InvalidDataException(Unexpected);
    }

    /// <summary>How many octets of the reply follow its head. Throws <see cref="InvalidDataException"/>: it is a refusal.</summary>
    public static int LengthAfter(ReadOnlySpan<byte> head)
    {
        if (head[0] != Version)
            throw new InvalidDataException(Unexpected);
        if (Refusal(head[1]) is { } refusal)
            throw new InvalidDataException(refusal);
        if (head[2] != 0)
            throw new InvalidDataException(Unexpected);
        return head[3] switch
        {
            IPv4 => 4 - 1 + PortLength,
            IPv6 => 16 - 1 + PortLength,
            DomainName => head[4] + PortLength,
            _ => throw new InvalidDataException(Unexpected),
        };
    }

    // RFC 1928 §6
    static string? Refusal(byte code) => code switch
    {
        0 => null,
        1 => "general server failure",
        2 => "connection not allowed",
        3 => "network unreachable",
        4 => "host unreachable",
        5 => "connection refused",
        6 => "time-to-live expired",
        7 => "command not supported",
        8 => "address type not supported",
        _ => "unknown error",
    };
}
