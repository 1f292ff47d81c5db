using System.Buffers;
using System.Text;

namespace Msmtp.Hosting;

/// <summary>The words of structured header fields (RFC 5322 §3.2). Nothing here does I/O.</summary>
static class HeaderText
{
    static readonly SearchValues<char> Atext =
        SearchValues.Create("!#$%&'*+-/0123456789=?ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>dot-atom-text, §3.2.3, as the local part of an address: RFC 6532 §3.2 allows non-ASCII letters there.</summary>
    public static bool IsDotAtom(ReadOnlySpan<char> text)
    {
        foreach (var label in text.Split('.'))
        {
            if (text[label].IsEmpty)
                return false;
            foreach (var letter in text[label])
            {
                if (!Atext.Contains(letter) && letter <= '\x7F')
                    return false;
            }
        }
        return true;
    }

    /// <summary>dot-atom-text as a domain: ASCII only.</summary>
    public static bool IsDomain(ReadOnlySpan<char> text) => Ascii.IsValid(text) && IsDotAtom(text);

    /// <summary>
    /// Atoms and quoted strings, as in a display name (§3.2.5), or nothing. A dot is allowed beside a quoted string, since everybody can
    /// read it (§4.1) and the user has placed the quotes on purpose. The text is printable ASCII.
    /// </summary>
    public static bool IsPhrase(ReadOnlySpan<char> text)
    {
        var (hasDot, hasQuotes) = (false, false);
        while (!text.IsEmpty)
        {
            hasDot |= text[0] == '.';
            hasQuotes |= text[0] == '"';
            var length = WordLength(text);
            if (length == 0)
                return false;
            text = text[length..];
        }
        return !hasDot || hasQuotes;
    }

    /// <summary>One quoted string and nothing else.</summary>
    public static bool IsQuoted(ReadOnlySpan<char> text) => text is ['"', ..] && QuotedLength(text) == text.Length;

    /// <summary>quoted-string, §3.2.4.</summary>
    public static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>The content of a quoted string.</summary>
    public static string Unquote(ReadOnlySpan<char> quoted) => Unescaped(quoted[1..^1]);

    /// <summary>The text without the backslashes of its quoted-pairs, §3.2.1.</summary>
    public static string Unescaped(ReadOnlySpan<char> escaped)
    {
        var text = new StringBuilder(escaped.Length);
        for (var at = 0; at < escaped.Length; at++)
        {
            at += escaped[at] == '\\' && at + 1 < escaped.Length ? 1 : 0;
            text.Append(escaped[at]);
        }
        return text.ToString();
    }

    // 0: it is not a word.
    static int WordLength(ReadOnlySpan<char> text) => text[0] switch
    {
        '"' => QuotedLength(text),
        ' ' or '.' => 1,
        _ => text.IndexOfAnyExcept(Atext) is >= 0 and var end ? end : text.Length,
    };

    // 0: it is not closed.
    static int QuotedLength(ReadOnlySpan<char> text)
    {
        for (var at = 1; at < text.Length; at++)
        {
            if (text[at] == '"')
                return at + 1;
            at += text[at] == '\\' ? 1 : 0;
        }
        return 0;
    }
}
