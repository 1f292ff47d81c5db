using System.Buffers.Binary;

namespace Msmtp.Connector.Tcp;

// RFC 1928, what a client needs of it:
//   greeting  = VER NMETHODS METHODS          choice = VER METHOD
//   request   = VER CMD RSV ATYP ADDR PORT    reply  = VER REP RSV ATYP ADDR PORT
// and of RFC 1929:
//   login     = VER ULEN UNAME PLEN PASSWD    verdict = VER STATUS
// Nothing here does I/O.

/// <summary>The messages of SOCKS5: CONNECT to a name that the proxy resolves, with or without a user name and password.</summary>
static class Socks5
{
    public const int ChoiceLength = 2;

    public const int VerdictLength = 2;

    // RFC 1929 §2: an octet holds the length of a user's name, and of a password.
    const int LongestCredential = byte.MaxValue;

    /// <summary>The length of a reply up to and including the first octet of the address, which may be its length.</summary>
    public const int ReplyHeadLength = 5;

    const byte Version = 5;
    const byte NoAuthentication = 0;
    const byte NameAndPassword = 2;
    const byte NoneOfThem = 0xFF;
    const byte LoginVersion = 1;
    const byte Connect = 1;
    const byte IPv4 = 1;
    const byte DomainName = 3;
    const byte IPv6 = 4;
    const int PortLength = 2;
    const string Unexpected = "unexpected reply";

    /// <summary>Offers no authentication and, if there is a login, user name and password.</summary>
    public static byte[] Greeting(bool hasLogin) =>
        hasLogin ? [Version, 2, NoAuthentication, NameAndPassword] : [Version, 1, NoAuthentication];

    /// <summary>Asks for a connection. Throws <see cref="InvalidDataException"/> if the name is longer than 255 octets.</summary>
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

    /// <summary>
    /// Whether the proxy wants the login it was offered. Throws <see cref="InvalidDataException"/> if it accepts none of the
    /// methods offered, or does not speak SOCKS5.
    /// </summary>
    public static bool WantsLogin(ReadOnlySpan<byte> choice, bool hasLogin) => choice switch
    {
        [Version, NoAuthentication] => false,
        [Version, NameAndPassword] when hasLogin => true,
        // Without a login the wording is msmtp's.
        [Version, NoneOfThem] when hasLogin => throw new InvalidDataException("it takes no login by user name and password"),
        _ => throw new InvalidDataException(Unexpected),
    };

    /// <summary>
    /// The login message. It holds a secret, which the caller zeroes. Throws <see cref="InvalidDataException"/> if a part is empty or
    /// longer than 255 octets.
    /// </summary>
    public static byte[] Login(ReadOnlySpan<byte> user, ReadOnlySpan<byte> password)
    {
        if (user.Length is 0 or > LongestCredential || password.Length is 0 or > LongestCredential)
            throw new InvalidDataException("the login has a part that is empty or too long");
        return [LoginVersion, (byte)user.Length, .. user, (byte)password.Length, .. password];
    }

    /// <summary>Throws <see cref="InvalidDataException"/> unless the login was accepted.</summary>
    public static void CheckVerdict(ReadOnlySpan<byte> verdict)
    {
        if (verdict[0] != LoginVersion)
            throw new InvalidDataException(Unexpected);
        if (verdict[1] != 0)
            throw new InvalidDataException("login refused");
    }

    /// <summary>How many octets of the reply follow its head. Throws <see cref="InvalidDataException"/> if it is a refusal.</summary>
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
