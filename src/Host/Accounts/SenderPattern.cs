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

    // user+detail@domain is mail for user@domain.
    static string WithoutDetail(string address)
    {
        var plus = address.IndexOf('+', StringComparison.Ordinal);
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return plus >= 0 && at > plus ? address[..plus] + address[at..] : address;
    }
}
