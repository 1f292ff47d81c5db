namespace Msmtp.Testing;

/// <summary>
/// What a transport can do beyond handing over a mail. What it cannot do, the suite skips; its documentation should say so.
/// </summary>
[Flags]
public enum TransportAbilities
{
    /// <summary>None of it.</summary>
    None = 0,

    /// <summary>The message arrives octet for octet, including long lines, octets beyond ASCII and dots; a bare CR as a line end.</summary>
    KeepsOctets = 1,

    /// <summary>The other end answers for each recipient, so that it may refuse some and accept others.</summary>
    ReportsEachRecipient = 2,

    /// <summary>The other end answers when the message is complete, so that it may refuse it or stay silent.</summary>
    ReportsVerdict = 4,

    /// <summary>The message is sent while it is read, whatever its size.</summary>
    Streams = 8,

    /// <summary>A recipient who is named twice is passed on twice.</summary>
    KeepsDuplicates = 16,

    /// <summary>All of it.</summary>
    All = KeepsOctets | ReportsEachRecipient | ReportsVerdict | Streams | KeepsDuplicates,
}
