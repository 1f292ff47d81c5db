namespace Msmtp.Hosting;

/// <summary>
/// Whether an account's <c>from</c> stands for a reverse-path: the same address in any case, an address with a detail
/// behind <c>+</c>, or a pattern as the shell has them for file names (POSIX 2.14: <c>*</c>, <c>?</c>, <c>[...]</c>; here
/// <c>*</c> covers everything). A pattern without a <c>+</c> stands for no address with a detail, as in msmtp 1.8.23.
/// </summary>
static class SenderPattern
{
    public static bool Matches(string from, string address)
    {
        if (from.AsSpan().ContainsAny('*', '?', '['))
            return (from.Contains('+', StringComparison.Ordinal) || !HasDetail(address)) && Glob(from, address);
        return Same(from, address) || WithoutDetail(address) is { } plain && Same(from, plain);
    }

    static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    // On whichever side of the @ it stands.
    static bool HasDetail(string address) => address.Contains('+', StringComparison.Ordinal) && address.Contains('@', StringComparison.Ordinal);

    // user+detail@domain is mail for user@domain.
    static string? WithoutDetail(string address)
    {
        var plus = address.IndexOf('+', StringComparison.Ordinal);
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return plus >= 0 && at > plus ? address[..plus] + address[at..] : null;
    }

    // A star is retried one character further on; only the last star needs to be, so that the cost stays quadratic.
    static bool Glob(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
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

    // A bracket right behind the opening one, or behind its negation, is a member. 0: the set is not closed, so it is no set.
    static int ClosingBracket(ReadOnlySpan<char> pattern)
    {
        var first = pattern is ['[', '!' or '^', ..] ? 3 : 2;
        var close = pattern.Length > first ? pattern[first..].IndexOf(']') : -1;
        return close < 0 ? 0 : close + first;
    }

    static bool InSet(ReadOnlySpan<char> set, char character)
    {
        var isNegated = set is ['!' or '^', ..];
        if (isNegated)
            set = set[1..];
        while (!set.IsEmpty)
        {
            var isRange = set is [_, '-', _, ..];
            if (character >= set[0] && character <= (isRange ? set[2] : set[0]))
                return !isNegated;
            set = set[(isRange ? 3 : 1)..];
        }
        return isNegated;
    }
}
