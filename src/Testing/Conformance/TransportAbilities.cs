namespace Msmtp.Testing;

/// <summary>What a transport can do beyond handing a mail over. What it cannot, its documentation says; the suite skips it.</summary>
[Flags]
public enum TransportAbilities
{
    /// <summary>None of it.</summary>
    None = 0,

    /// <summary>The message arrives octet for octet: long lines, octets beyond ASCII, dots; a bare CR as a line end.</summary>
    KeepsOctets = 1,

    /// <summary>The other end answers for each recipient, so that some may be refused and the others not.</summary>
    ReportsEachRecipient = 2,

    /// <summary>The other end answers when the message is whole, so that it may refuse it, or be silent.</summary>
    ReportsVerdict = 4,

    /// <summary>The message goes out while it is read, whatever its size.</summary>
    Streams = 8,

    /// <summary>A recipient who is named twice is told to the other end twice.</summary>
    KeepsDuplicates = 16,

    /// <summary>All of it.</summary>
    All = KeepsOctets | ReportsEachRecipient | ReportsVerdict | Streams | KeepsDuplicates,
}
