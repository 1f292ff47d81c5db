namespace Msmtp.Secrets.Netrc;

/// <summary>
/// The words of a netrc, with comments and macros left out. Nothing here does I/O.
/// <code>
/// word    = 1*( char / quoted )                 ; ends at white space
/// quoted  = DQUOTE *char DQUOTE / "'" *char "'" ; ends at the end of the line at the latest; a backslash is not special
/// comment = "#" to the end of the line          ; where a word could start
/// </code>
/// A copy continues from where the original is, so that a word can be peeked at.
/// </summary>
ref struct NetrcReader
{
    ReadOnlySpan<byte> rest;
    Span<byte> free;

    /// <summary>Starts at the beginning.</summary>
    /// <param name="content">The file.</param>
    /// <param name="words">Room for all words without their quotes; the length of the content is enough.</param>
    public NetrcReader(ReadOnlySpan<byte> content, Span<byte> words)
    {
        rest = content;
        free = words;
    }

    /// <summary>Takes the next keyword; macros are skipped. False: there is none.</summary>
    public bool TryReadName(out ReadOnlySpan<byte> name)
    {
        while (TryReadValue(out name))
        {
            if (!name.SequenceEqual("macdef"u8))
                return true;
            SkipMacro();
        }
        return false;
    }

    /// <summary>Takes the next word, whatever it is; a quoted one may be empty. False: there is none.</summary>
    public bool TryReadValue(out ReadOnlySpan<byte> value)
    {
        var isThere = SkipToWord();
        value = isThere ? ReadWord() : default;
        return isThere;
    }

    bool SkipToWord()
    {
        rest = rest.TrimStart(" \t\r\n\v\f"u8);
        while (rest is [(byte)'#', ..])
        {
            SkipLine();
            rest = rest.TrimStart(" \t\r\n\v\f"u8);
        }
        return !rest.IsEmpty;
    }

    ReadOnlySpan<byte> ReadWord()
    {
        var length = 0;
        byte? quote = null;
        for (; rest is [var octet, ..] && !EndsWord(octet, quote is not null); rest = rest[1..])
        {
            if (octet == quote)
                quote = null;
            else if (quote is null && octet is (byte)'"' or (byte)'\'')
                quote = octet;
            else
                free[length++] = octet;
        }
        var word = free[..length];
        free = free[length..];
        return word;
    }

    static bool EndsWord(byte octet, bool isQuoted) =>
        octet is (byte)'\n' or (byte)'\r' || !isQuoted && octet is (byte)' ' or (byte)'\t' or (byte)'\v' or (byte)'\f';

    // The macro's name, then its lines, up to an empty one or the end of the file.
    void SkipMacro()
    {
        TryReadValue(out _);
        SkipLine();
        while (!rest.IsEmpty)
            if (SkipLine().Trim(" \t\r\v\f"u8).IsEmpty)
                return;
    }

    ReadOnlySpan<byte> SkipLine()
    {
        var end = rest.IndexOf((byte)'\n');
        var line = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return line;
    }
}
