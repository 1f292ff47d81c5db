using System.Runtime.InteropServices;
using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>
/// Gives the names without a domain in the address fields of a header the local domain, as the mail systems do at which such names were
/// written: <c>To: root</c> becomes <c>To: root@example.org</c>. Of a message that is resent only the Resent fields are the sender's
/// (RFC 5322 §3.6.6). Everything else stays, octet for octet; so does whatever is not clearly a name.
/// </summary>
static class HeaderCompletion
{
    /// <summary>The header with complete addresses.</summary>
    /// <param name="header">The header.</param>
    /// <param name="domain">The domain.</param>
    public static HeaderBlock Of(HeaderBlock header, string domain)
    {
        var suffix = OctetText.Encode("@" + DomainName.ToAscii(domain));
        var isResent = HeaderFindings.IsResent(header);
        var octets = new List<byte>(header.Octets.Length + 8 * suffix.Length);
        foreach (var field in header)
        {
            if (HasAddresses(field, isResent))
                Complete(field, suffix, octets);
            else
                octets.AddRange(field.Octets);
        }
        return octets.Count == header.Octets.Length ? header : header with { Octets = octets.ToArray(), Author = default };
    }

    static bool HasAddresses(HeaderField field, bool isResent) => isResent
        ? field.IsResentDestination || field.Is("Resent-From"u8) || field.Is("Resent-Sender"u8)
        : field.IsDestination || field.Is("From"u8) || field.Is("Sender"u8) || field.Is("Reply-To"u8);

    static void Complete(HeaderField field, ReadOnlySpan<byte> suffix, List<byte> octets)
    {
        var names = new LocalNames(field.Value);
        var lines = new Lines(octets);
        var start = field.Octets.Length - 1 - field.Value.Length;
        lines.Copy(field.Octets[..start]);
        var copied = 0;
        while (names.Next())
        {
            // What precedes the element ends with a separator, where a line may end.
            lines.Copy(field.Value[copied..names.ElementStart]);
            lines.Break(names.NameEnd - names.ElementStart + suffix.Length, field.Value[names.ElementStart]);
            lines.Copy(field.Value[names.ElementStart..names.NameEnd]);
            lines.Copy(suffix);
            copied = names.NameEnd;
        }
        lines.Copy(field.Value[copied..]);
        lines.Copy("\n"u8);
    }

    /// <summary>The lines that are written. RFC 5322 §2.1.1: none has more than 998 characters, and names grow.</summary>
    struct Lines(List<byte> octets)
    {
        const int Limit = 990;

        int column;

        public void Copy(ReadOnlySpan<byte> piece)
        {
            octets.AddRange(piece);
            var end = piece.LastIndexOf((byte)'\n');
            column = end < 0 ? column + piece.Length : piece.Length - end - 1;
        }

        public void Break(int length, byte next)
        {
            if (column + length > Limit && CollectionsMarshal.AsSpan(octets) is [.., (byte)',' or (byte)';'])
                Copy(next is (byte)' ' or (byte)'\t' ? "\n"u8 : "\n "u8);
        }
    }
}
