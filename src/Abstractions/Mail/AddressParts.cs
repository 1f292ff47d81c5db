using System.Text;

namespace Msmtp;

/// <summary>The two halves of an address (RFC 5321 §4.1.2), which differ in what letters beyond ASCII ask of a server.</summary>
public static class AddressParts
{
    /// <summary>What stands before the last <c>@</c>; all of it where there is none.</summary>
    public static string LocalPart(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var at = address.LastIndexOf('@');
        return at < 0 ? address : address[..at];
    }

    /// <summary>
    /// The address with A-labels in its domain: another spelling of the same, which needs no SMTPUTF8 unless the local part
    /// does. An address in ASCII is returned as it is.
    /// </summary>
    /// <exception cref="InvalidDataException">The domain cannot be; the message names it, for the user.</exception>
    public static string WithAsciiDomain(string address) => WithDomain(address, DomainName.ToAscii);

    /// <summary>
    /// The address with U-labels in its domain, as a server with SMTPUTF8 wants it (RFC 6531 §3.2). An address in ASCII is
    /// returned as it is.
    /// </summary>
    /// <exception cref="InvalidDataException">The domain cannot be; the message names it, for the user.</exception>
    public static string WithUnicodeDomain(string address) => WithDomain(address, DomainName.ToUnicode);

    /// <summary>
    /// Whether the text is beyond ASCII and is UTF-8: only then can it be internationalized (RFC 6531 §3.3). Text of other
    /// octets (see <see cref="OctetText"/>) is nobody's but its writer's, and passes as it is.
    /// </summary>
    public static bool IsInternational(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return !Ascii.IsValid(text) && OctetText.IsUtf8(text);
    }

    static string WithDomain(string address, Func<string, string> spell)
    {
        ArgumentNullException.ThrowIfNull(address);
        var at = address.LastIndexOf('@');
        return at < 0 || Ascii.IsValid(address) ? address : address[..(at + 1)] + spell(address[(at + 1)..]);
    }
}
