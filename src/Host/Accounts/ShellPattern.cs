namespace Msmtp.Hosting;

/// <summary>
/// Patterns as the shell has them for file names (POSIX.1-2017, Shell 2.13; fnmatch(3) without flags): <c>*</c>, <c>?</c>, sets such as
/// <c>[a-z]</c>, <c>[!0-9]</c> and <c>[[:alpha:]]</c>, and a backslash before a character that stands for itself.
/// </summary>
static class ShellPattern
{
    const string ClassStart = "[:";
    const string ClassEnd = ":]";

    /// <summary>The text holds a character that makes it a pattern.</summary>
    public static bool IsOne(string text) => text.AsSpan().ContainsAny('*', '?', '[');

    /// <summary>The pattern matches the whole text.</summary>
    // A star is retried one character further on. Only the last star needs that, so the cost stays quadratic.
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (at, p, starText, starPattern) = (0, 0, 0, -1);
        while (at < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
                (starPattern, starText) = (++p, at);
            else if (p < pattern.Length && MatchesOne(pattern[p..], text[at], out var used))
                (p, at) = (p + used, at + 1);
            else if (starPattern >= 0)
                (p, at) = (starPattern, ++starText);
            else
                return false;
        }
        return pattern[p..].IndexOfAnyExcept('*') < 0;
    }

    static bool MatchesOne(ReadOnlySpan<char> pattern, char character, out int used)
    {
        used = 1;
        switch (pattern[0])
        {
            case '?':
                return true;
            case '[' when ClosingBracket(pattern) is > 0 and var close:
                used = close + 1;
                return InSet(pattern[1..close], character);
            case '\\' when pattern.Length > 1:
                used = 2;
                return pattern[1] == character;
            default:
                return pattern[0] == character;
        }
    }

    // A bracket right after the opening one, or after its negation, is a member. 0: the set is not closed, so it is not a set.
    static int ClosingBracket(ReadOnlySpan<char> pattern)
    {
        var at = pattern is ['[', '!' or '^', ..] ? 2 : 1;
        do
            at += at < pattern.Length ? MemberLength(pattern[at..]) : 1;
        while (at < pattern.Length && pattern[at] != ']');
        return at < pattern.Length ? at : 0;
    }

    static bool InSet(ReadOnlySpan<char> set, char character)
    {
        var isNegated = set is ['!' or '^', ..];
        if (isNegated)
            set = set[1..];
        while (!set.IsEmpty)
        {
            var length = MemberLength(set);
            var isRange = length == 1 && set is [_, '-', _, ..];
            var isMember = isRange ? character >= set[0] && character <= set[2] : IsMember(set[..length], character);
            if (isMember is null)
                return false;
            if (isMember.Value)
                return !isNegated;
            set = set[(isRange ? 3 : length)..];
        }
        return isNegated;
    }

    // The name of a class is in lower case; with anything else, its bracket is a member like any other.
    static int MemberLength(ReadOnlySpan<char> rest)
    {
        if (!rest.StartsWith(ClassStart))
            return 1;
        var end = rest[ClassStart.Length..].IndexOfAnyExceptInRange('a', 'z') + ClassStart.Length;
        return end > ClassStart.Length && rest[end..].StartsWith(ClassEnd) ? end + ClassEnd.Length : 1;
    }

    // The classes of the C locale. Null: there is no such class, and a set that names one matches nothing.
    static bool? IsMember(ReadOnlySpan<char> member, char character) => member switch
    {
        [var single] => character == single,
        "[:alpha:]" => char.IsAsciiLetter(character),
        "[:digit:]" => char.IsAsciiDigit(character),
        "[:alnum:]" => char.IsAsciiLetterOrDigit(character),
        "[:lower:]" => char.IsAsciiLetterLower(character),
        "[:upper:]" => char.IsAsciiLetterUpper(character),
        "[:xdigit:]" => char.IsAsciiHexDigit(character),
        "[:punct:]" => character is > ' ' and < '\x7f' && !char.IsAsciiLetterOrDigit(character),
        "[:blank:]" => character is ' ' or '\t',
        "[:space:]" => character is ' ' or >= '\t' and <= '\r',
        "[:cntrl:]" => character is < ' ' or '\x7f',
        "[:graph:]" => character is > ' ' and < '\x7f',
        "[:print:]" => character is >= ' ' and < '\x7f',
        _ => null,
    };
}
