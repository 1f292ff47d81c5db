using System.Buffers;

namespace Msmtp.Server;

/// <summary>
/// Reads a path (RFC 5321 §4.1.2; whether non-ASCII characters are allowed, RFC 6531 §3.3, is up to the caller):
/// <code>
/// Path         = "&lt;" [ A-d-l ":" ] Mailbox "&gt;" / "&lt;&gt;"
/// A-d-l        = At-domain *( "," At-domain )
/// At-domain    = "@" Domain
/// Mailbox      = Local-part [ "@" ( Domain / address-literal ) ]
/// Local-part   = Atom *( "." Atom ) / Quoted-string
/// </code>
/// A mailbox without a domain is allowed for any name, not only for postmaster: system mail is addressed that way.
/// </summary>
ref struct PathReader(ReadOnlySpan<char> text)
{
    public static readonly SearchValues<char> LetDigHyphen =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    // RFC 5321 §4.5.3.1: local part 64, domain 255.
    const int MaxLength = 64 + 1 + 255;

    /// <summary>What has not been read yet.</summary>
    public ReadOnlySpan<char> Rest { get; private set; } = text;

    public bool TryReadPath(out string address)
    {
        address = "";
        if (!Skip('<'))
            return false;
        if (Skip('>'))
            return true;
        if (!TrySkipRoute())
            return false;
        var mailbox = Rest;
        if (!TrySkipMailbox())
            return false;
        address = mailbox[..(mailbox.Length - Rest.Length)].ToString();
        return address.Length <= MaxLength && Skip('>');
    }

    bool Skip(char expected)
    {
        if (Rest.IsEmpty || Rest[0] != expected)
            return false;
        Rest = Rest[1..];
        return true;
    }

    // RFC 5321 §4.1.1.3: source routes are accepted and ignored.
    bool TrySkipRoute()
    {
        if (Rest.IsEmpty || Rest[0] != '@')
            return true;
        do
        {
            if (!Skip('@') || !TrySkipDomain())
                return false;
        }
        while (Skip(','));
        return Skip(':');
    }

    bool TrySkipMailbox()
    {
        var hasLocalPart = Skip('"') ? TrySkipQuoted() : TrySkipDotted(static c => IsAtext(c));
        return hasLocalPart && (!Skip('@') || TrySkipDomain() || TrySkipLiteral());
    }

    bool TrySkipQuoted()
    {
        while (!Rest.IsEmpty)
        {
            if (Skip('"'))
                return true;
            var isPair = Skip('\\');
            if (isPair && Rest.IsEmpty)
                return false;
            Rest = Rest[1..];
        }
        return false;
    }

    bool TrySkipDotted(Func<char, bool> isAllowed)
    {
        do
        {
            var length = 0;
            while (length < Rest.Length && isAllowed(Rest[length]))
                length++;
            if (length == 0)
                return false;
            Rest = Rest[length..];
        }
        while (Skip('.'));
        return true;
    }

    // Domain = sub-domain *("." sub-domain); sub-domain = Let-dig [Ldh-str]
    bool TrySkipDomain()
    {
        var before = Rest;
        if (!TrySkipDotted(static c => LetDigHyphen.Contains(c) || c > 0x7F))
        {
            Rest = before;
            return false;
        }
        var domain = before[..(before.Length - Rest.Length)];
        return domain[0] != '-' && domain[^1] != '-'
            && domain.IndexOf("-.", StringComparison.Ordinal) < 0 && domain.IndexOf(".-", StringComparison.Ordinal) < 0;
    }

    // address-literal = "[" 1*dcontent "]"; dcontent = %d33-90 / %d94-126
    bool TrySkipLiteral()
    {
        if (!Skip('['))
            return false;
        var length = Rest.IndexOf(']');
        if (length <= 0 || Rest[..length].IndexOfAny(" [\\") >= 0)
            return false;
        Rest = Rest[(length + 1)..];
        return true;
    }

    static bool IsAtext(char c) => char.IsAsciiLetterOrDigit(c) || c > 0x7F || "!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal);
}
