using System.Buffers;

namespace Msmtp.Hosting;

/// <summary>
/// Splits an address list (RFC 5322 §3.4) into tokens. A copy can be used to look ahead. A quoted string or a comment that is never closed
/// ends at the next separator or bracket, instead of swallowing the addresses after it, and is ignored.
/// <code>
/// token   = text / quoted / blank / fold / "," / ";" / ":" / "&lt;" / "&gt;"     ; comments may stand between any two
/// text    = 1*(any octet but special) / "\" any octet / "[" *(...) "]" behind "@" / encoded
/// encoded = "=?" 1*char "?" ("B" / "Q") "?" *char "?="         ; RFC 2047 §2; char: no blank, no "?", specials though none should be
/// quoted  = DQUOTE *(any octet but DQUOTE and "\" / "\" any octet) DQUOTE
/// comment = "(" *(any octet but "(", ")" and "\" / "\" any octet / comment) ")"
/// </code>
/// </summary>
ref struct AddressScanner(ReadOnlySpan<byte> text)
{
    static readonly SearchValues<byte> EndOfUnclosed = SearchValues.Create(",;<>"u8);
    static readonly SearchValues<byte> EndOfLiteral = SearchValues.Create("]\r\n \t,;<>\"()\\["u8);
    readonly ReadOnlySpan<byte> text = text;
    ReadOnlySpan<byte> rest = text;
    int stop = -1;
    byte previous;
    bool hasUnclosedQuote;
    bool hasUnclosedComment;

    /// <summary>The number of octets taken so far.</summary>
    public readonly int Position => text.Length - rest.Length;

    /// <summary>An unclosed quoted string or comment that was skipped contains an @.</summary>
    public bool HasPassedAddress { get; private set; }

    /// <summary>The latest comment with its parentheses; empty: there was none.</summary>
    public ReadOnlySpan<byte> Comment { get; private set; }

    /// <summary>Takes the next token.</summary>
    public AddressToken Next()
    {
        while (true)
        {
            switch (rest)
            {
                case []:
                    return new AddressToken(AddressTokenKind.End, []);
                case [(byte)'\r', ..]:
                    Take(1);
                    break;
                case [(byte)'(', ..]:
                    TakeComment();
                    break;
                case [(byte)'"', ..]:
                    if (TakeQuoted(out var quoted))
                        return new AddressToken(AddressTokenKind.Quoted, quoted);
                    break;
                case [(byte)'\\', (byte)'\r' or (byte)'\n', ..] or [(byte)'\\']:
                    Take(1);
                    break;
                case [(byte)'\\', ..]:
                    return new AddressToken(AddressTokenKind.Text, Take(2)[1..]);
                default:
                    return Plain();
            }
        }
    }

    AddressToken Plain() => rest[0] switch
    {
        (byte)'\n' => new AddressToken(AddressTokenKind.Fold, Take(rest is [_, (byte)' ' or (byte)'\t', ..] ? 2 : 1)),
        (byte)' ' or (byte)'\t' => new AddressToken(AddressTokenKind.Blank, Take(1)),
        (byte)',' or (byte)';' => new AddressToken(AddressTokenKind.Separator, Take(1)),
        (byte)':' => new AddressToken(AddressTokenKind.Colon, Take(1)),
        (byte)'<' => new AddressToken(AddressTokenKind.Open, Take(1)),
        (byte)'>' => new AddressToken(AddressTokenKind.Close, Take(1)),
        (byte)'[' => new AddressToken(AddressTokenKind.Text, Take(LiteralLength())),
        (byte)'=' when EncodedLength() is > 0 and var length => new AddressToken(AddressTokenKind.Text, Take(length)),
        _ => new AddressToken(AddressTokenKind.Text, Take(TextLength())),
    };

    ReadOnlySpan<byte> Take(int count)
    {
        var taken = rest[..count];
        previous = taken[^1];
        rest = rest[count..];
        return taken;
    }

    // Octet by octet, because words are short, and the managed host would first have to compile a vectorized search, 7 methods.
    readonly int TextLength()
    {
        var length = 1;
        while (length < rest.Length && !IsSpecial(rest[length]))
            length++;
        return length;
    }

    static bool IsSpecial(byte octet) => (char)octet is '\r' or '\n' or ' ' or '\t'
        or ',' or ';' or ':' or '<' or '>' or '"' or '(' or '\\' or '[';

    // RFC 2047 §5 forbids commas and the like in the encoded word of a name, but mailers write them. 0: it is not an encoded word.
    readonly int EncodedLength()
    {
        if (!rest.StartsWith("=?"u8))
            return 0;
        var charset = EncodedPart("=?".Length);
        if (rest[charset..] is not [(byte)'?', (byte)'B' or (byte)'b' or (byte)'Q' or (byte)'q', (byte)'?', ..])
            return 0;
        var content = EncodedPart(charset + "?Q?".Length);
        return rest[content..].StartsWith("?="u8) ? content + "?=".Length : 0;
    }

    readonly int EncodedPart(int at)
    {
        while (at < rest.Length && (char)rest[at] is not ('?' or ' ' or '\t' or '\r' or '\n'))
            at++;
        return at;
    }

    // RFC 5321 §4.1.3: an address literal may hold colons, which elsewhere end the name of a group.
    readonly int LiteralLength()
    {
        if (previous != '@')
            return 1;
        var end = rest[1..].IndexOfAny(EndOfLiteral) + 1;
        return end > 0 && rest[end] == ']' ? end + 1 : 1;
    }

    bool TakeQuoted(out ReadOnlySpan<byte> quoted)
    {
        var length = hasUnclosedQuote ? 0 : ClosedLength(rest, (byte)'"');
        hasUnclosedQuote |= length == 0;
        quoted = length > 0 ? Take(length) : TakeUnclosed((byte)'"');
        return length > 0;
    }

    void TakeComment()
    {
        var length = hasUnclosedComment ? 0 : ClosedLength(rest, (byte)')');
        hasUnclosedComment |= length == 0;
        if (length > 0)
            Comment = Take(length);
        else
            TakeUnclosed((byte)')');
    }

    // It still ends at its closing character, if there is one before the next separator. Without one, an @ in it may belong to a lost
    // address.
    ReadOnlySpan<byte> TakeUnclosed(byte end)
    {
        var piece = Take(UnclosedLength(end));
        HasPassedAddress |= piece[^1] != end && piece.Contains((byte)'@');
        return piece;
    }

    // The time stays linear: the flags keep ClosedLength from repeating a search in vain, and the end of such pieces is searched once for
    // all that begin before it.
    int UnclosedLength(byte end)
    {
        if (stop <= Position)
            stop = rest[1..].IndexOfAny(EndOfUnclosed) is >= 0 and var at ? Position + at + 1 : text.Length;
        var length = stop - Position;
        return rest[1..length].IndexOf(end) is >= 0 and var closed ? closed + 2 : length;
    }

    // The length including the closing character; 0: it is not closed. Comments nest (RFC 5322 §3.2.2).
    static int ClosedLength(ReadOnlySpan<byte> text, byte end)
    {
        var depth = 1;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == end && --depth == 0)
                return i + 1;
            else if (text[i] == '(' && end == ')')
                depth++;
        }
        return 0;
    }
}
