using System.Text;

namespace Msmtp.Configure.Srv;

/// <summary>The syntax of names in the DNS. Does no I/O.</summary>
static class HostName
{
    // RFC 1035 §2.3.4; a name as text, without the trailing dot.
    const int LongestLabel = 63;
    const int LongestName = 253;

    /// <summary>A valid host name: letters, digits and hyphens (RFC 1123 §2.1), and the underscore that some have.</summary>
    public static bool IsValid(string name) =>
        IsAskable(name) && Relative(name).All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>
    /// A name that can be looked up, whether or not it exists. A backslash is not allowed: the C library would take it as an escape, and
    /// ask for another name.
    /// </summary>
    public static bool IsAskable(string name) =>
        Ascii.IsValid(name)
        && !name.Contains('\\')
        && Relative(name).Length <= LongestName
        && Relative(name).Split('.').All(static label => label.Length is > 0 and <= LongestLabel);

    /// <summary>The host is the domain itself, or below it.</summary>
    public static bool IsWithin(string host, string domain) =>
        host.Equals(Relative(domain), StringComparison.OrdinalIgnoreCase)
        || host.EndsWith('.' + Relative(domain), StringComparison.OrdinalIgnoreCase);

    static string Relative(string name) => name is [.. var relative, '.'] ? relative : name;
}
