using System.Text;

namespace Msmtp.Configure.Srv;

/// <summary>What names in DNS are made of. Does no I/O.</summary>
static class HostName
{
    // RFC 1035 §2.3.4; the longest name in text, without the dot at its end.
    const int LongestLabel = 63;
    const int LongestName = 253;

    /// <summary>The name of a host: letters, digits and hyphens (RFC 1123 §2.1), and the underscore that some have.</summary>
    public static bool IsValid(string name) =>
        IsAskable(name) && Relative(name).All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>
    /// Fits into a question; whether anybody has an answer is another matter. A backslash does not: the C library would take it
    /// for an escape, and ask for another name.
    /// </summary>
    public static bool IsAskable(string name) =>
        Ascii.IsValid(name)
        && !name.Contains('\\')
        && Relative(name).Length <= LongestName
        && Relative(name).Split('.').All(static label => label.Length is > 0 and <= LongestLabel);

    /// <summary>It is the domain itself, or lies below it.</summary>
    public static bool IsWithin(string host, string domain) =>
        host.Equals(Relative(domain), StringComparison.OrdinalIgnoreCase)
        || host.EndsWith('.' + Relative(domain), StringComparison.OrdinalIgnoreCase);

    static string Relative(string name) => name is [.. var relative, '.'] ? relative : name;
}
