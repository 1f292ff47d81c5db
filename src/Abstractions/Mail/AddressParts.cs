using System.Text;
using Msmtp.Text;

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

    /// <summary>
    /// The address of <c>Name &lt;address&gt;</c> (RFC 5322 §3.4). What has another form is returned as it is, be it an address, a pattern
    /// or neither.
    /// </summary>
    public static string OfMailbox(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var open = text.TrimEnd(' ').EndsWith('>') ? NameLength(text) : text.Length;
        if (open == text.Length)
            return text;
        var address = text.AsSpan(open + 1).TrimEnd(' ')[..^1].Trim(' ');
        return address.ContainsAny('<', '>', ' ') && !IsPath(address) ? text : address.ToString();
    }

    // Up to the bracket; all of the text, if there is none, or one that a name cannot hold.
    static int NameLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && text[length] != '<')
        {
            var taken = text[length] == '"' ? QuotedLength(text[length..]) : text[length] == '>' ? 0 : 1;
            if (taken == 0)
                return text.Length;
            length += taken;
        }
        return length;
    }

    /// <summary>
    /// Whether the text can stand between the brackets of a path (RFC 5321 §4.1.2): a mailbox, or the name of somebody at the server,
    /// such as <c>postmaster</c>. Neither brackets, blanks nor control characters are to be found outside of quotes, so that nothing follows
    /// an address on its command line but what the transport puts there. Dots may stand anywhere, as mailboxes exist that have them so; a
    /// letter may be of any script. The null reverse-path is no address.
    /// </summary>
    public static bool IsPath(ReadOnlySpan<char> text)
    {
        text = text[RouteLength(text)..];
        var local = LocalPartLength(text);
        if (local <= 0 || local == text.Length)
            return local > 0;
        return text[local] == '@' && IsDomain(text[(local + 1)..]);
    }

    // RFC 5321 §4.1.2: a route in front, "@a,@b:", which servers have to take and should not follow. 0: there is none.
    static int RouteLength(ReadOnlySpan<char> text)
    {
        var end = text is ['@', ..] ? text.IndexOf(':') : -1;
        if (end < 0)
            return 0;
        foreach (var part in text[..end].Split(','))
        {
            if (text[..end][part] is not ['@', .. var host] || !IsDomain(host))
                return 0;
        }
        return end + 1;
    }

    // local-part = 1*( quoted / any character but these ); -1: a quoted string is never closed.
    static int LocalPartLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && text[length] != '@')
        {
            var taken = text[length] == '"' ? QuotedLength(text[length..]) : IsPlain(text[length]) ? 1 : 0;
            if (taken == 0)
                return -1;
            length += taken;
        }
        return length;
    }

    static int QuotedLength(ReadOnlySpan<char> text)
    {
        for (var i = 1; i < text.Length && !char.IsControl(text[i]); i++)
        {
            if (text[i] == '"')
                return i + 1;
            if (text[i] == '\\' && (++i == text.Length || char.IsControl(text[i])))
                break;
        }
        return 0;
    }

    static bool IsDomain(ReadOnlySpan<char> text)
    {
        // RFC 5321 §4.1.3: an address literal may hold colons.
        var isLiteral = text is ['[', .., ']'];
        if (isLiteral)
            text = text[1..^1];
        foreach (var character in text)
        {
            if (!IsPlain(character) && !(isLiteral && character == ':'))
                return false;
        }
        return !text.IsEmpty;
    }

    static bool IsPlain(char character) => character switch
    {
        <= ' ' or '\x7F' => false,
        < '\x7F' => character is not ('(' or ')' or '<' or '>' or '[' or ']' or ':' or ';' or '@' or '\\' or ',' or '"'),
        _ => !char.IsControl(character) && !char.IsWhiteSpace(character),
    };

    static string WithDomain(string address, Func<string, string> spell)
    {
        ArgumentNullException.ThrowIfNull(address);
        var at = address.LastIndexOf('@');
        return at < 0 || Ascii.IsValid(address) ? address : address[..(at + 1)] + spell(address[(at + 1)..]);
    }
}
