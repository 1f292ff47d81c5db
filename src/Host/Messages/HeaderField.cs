using System.Text;

namespace Msmtp.Hosting;

/// <summary>
/// One header field (RFC 5322 §2.2), or a line that is not one, such as the first line of an mbox message. A view into its block.
/// </summary>
readonly ref struct HeaderField
{
    public HeaderField(ReadOnlySpan<byte> octets)
    {
        Octets = octets;
        var line = octets[..octets.IndexOf((byte)'\n')];
        var colon = line.IndexOf((byte)':');
        Name = colon < 0 ? [] : line[..colon].TrimEnd(" \t"u8);
        Value = colon < 0 ? [] : octets[(colon + 1)..^1];
    }

    /// <summary>The whole field including folded lines; the last octet is LF.</summary>
    public ReadOnlySpan<byte> Octets { get; }

    /// <summary>
    /// What precedes the colon, without blanks before it (RFC 5322 §4.5.3: <c>To : x</c> is a To field). Empty: there is no colon.
    /// </summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>What follows the colon, including folds, without the last LF.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>It is part of a block of Resent fields (RFC 5322 §3.6.6).</summary>
    public bool IsResent => Octets.Length >= ResentPrefix.Length && Ascii.EqualsIgnoreCase(Octets[..ResentPrefix.Length], ResentPrefix);

    static ReadOnlySpan<byte> ResentPrefix => "Resent-"u8;

    /// <summary>Whether the field has this name. RFC 5322 §1.2.2: names are compared without case.</summary>
    public bool Is(ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(Name, name);

    /// <summary>It names recipients: To, Cc or Bcc (RFC 5322 §3.6.3).</summary>
    public bool IsDestination => Is("To"u8) || Is("Cc"u8) || Is("Bcc"u8);

    /// <summary>It names recipients of a message that is resent: Resent-To, Resent-Cc or Resent-Bcc.</summary>
    public bool IsResentDestination => Is("Resent-To"u8) || Is("Resent-Cc"u8) || Is("Resent-Bcc"u8);
}
