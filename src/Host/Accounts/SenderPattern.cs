namespace Msmtp.Hosting;

/// <summary>
/// Whether an account's <c>from</c> matches a reverse-path: it is the same address, ignoring case, or a shell pattern, where case matters.
/// A detail after <c>+</c> in the address counts only if <c>from</c> has one, as in msmtp 1.8.33.
/// </summary>
static class SenderPattern
{
    public static bool Matches(string from, string address)
    {
        var wanted = from.Contains('+', StringComparison.Ordinal) ? address : WithoutDetail(address);
        return ShellPattern.IsOne(from)
            ? ShellPattern.Matches(from, wanted)
            : string.Equals(from, wanted, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether one of several, as <c>from_also</c> has them, matches.</summary>
    /// <param name="patterns">The patterns; null: there are none.</param>
    /// <param name="address">The reverse-path.</param>
    public static bool MatchesAny(string? patterns, string address)
    {
        for (ReadOnlySpan<char> rest = patterns; SettingWords.TryTake(ref rest, out var pattern);)
            if (Matches(pattern.ToString(), address))
                return true;
        return false;
    }

    /// <summary>The word is an address, the name of a user, or a pattern of such, and nothing that no address could match.</summary>
    public static bool IsOne(ReadOnlySpan<char> word) =>
        AddressParts.IsPath(word) || ShellPattern.IsOne(word.ToString()) && !word.ContainsAny('<', '>', '"');

    // user+detail@domain is mail for user@domain.
    static string WithoutDetail(string address)
    {
        var plus = address.IndexOf('+', StringComparison.Ordinal);
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return plus >= 0 && at > plus ? address[..plus] + address[at..] : address;
    }
}
