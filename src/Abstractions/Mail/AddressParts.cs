using System.Text;
using Msmtp.Text;

namespace Msmtp;

/// <summary>The local part and domain of an address (RFC 5321 §4.1.2); only the local part needs SMTPUTF8 when it is not ASCII.</summary>
public static class AddressParts
{
    /// <summary>Returns the part before the last <c>@</c>, or the whole address if there is none.</summary>
    public static string LocalPart(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var at = address.LastIndexOf('@');
        return at < 0 ? address : address[..at];
    }

    /// <summary>
    /// Returns the address with A-labels in its domain: the same address, spelled so that it needs no SMTPUTF8 unless the local part
    /// does. An ASCII address is returned unchanged.
    /// </summary>
    /// <exception cref="InvalidDataException">The domain is not valid; the message, for the user, says why.</exception>
    public static string WithAsciiDomain(string address) => WithDomain(address, DomainName.ToAscii);

    /// <summary>
    /// Returns the address with U-labels in its domain, as a server with SMTPUTF8 expects it (RFC 6531 §3.2). An ASCII address is
    /// returned unchanged.
    /// </summary>
    /// <exception cref="InvalidDataException">The domain is not valid; the message, for the user, says why.</exception>
    public static string WithUnicodeDomain(string address) => WithDomain(address, DomainName.ToUnicode);

    /// <summary>
    /// Whether the text is not ASCII but is UTF-8: only then is it internationalized (RFC 6531 §3.3). Text with other octets (see
    /// <see cref="OctetText"/>) is passed on unchanged.
    /// </summary>
    public static bool IsInternational(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return !Ascii.IsValid(text) && OctetText.IsUtf8(text);
    }

    /// <summary>
    /// Returns the address of <c>Name &lt;address&gt;</c> (RFC 5322 §3.4). Anything else is returned unchanged, whether it is an address, a
    /// pattern or neither.
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

    // Up to the bracket; all of the text if there is none, or if what comes before cannot be a name.
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
    /// Whether the text is valid between the brackets of a path (RFC 5321 §4.1.2): a mailbox, or the name of a user at the server, such as
    /// <c>postmaster</c>. Brackets, blanks and control characters are allowed only in quotes, so that an address cannot add anything to its
    /// command line. Dots are allowed anywhere, because such mailboxes exist, and letters of every script. The null reverse-path is not
    /// an address.
    /// </summary>
    public static bool IsPath(ReadOnlySpan<char> text)
    {
        text = text[RouteLength(text)..];
        var local = LocalPartLength(text);
        if (local <= 0 || local == text.Length)
            return local > 0;
        return text[local] == '@' && IsDomain(text[(local + 1)..]);
    }

    // RFC 5321 §4.1.2: a leading source route, "@a,@b:", which servers must accept and should ignore. 0: there is none.
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
