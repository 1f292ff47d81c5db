namespace Msmtp.Server;

/// <summary>The protocol spoken on a listening socket.</summary>
public enum ServerProtocol
{
    /// <summary>RFC 5321: EHLO or HELO, and one reply after the final dot.</summary>
    Smtp,

    /// <summary>RFC 2033: LHLO, and one reply for each recipient after the final dot.</summary>
    Lmtp,
}
