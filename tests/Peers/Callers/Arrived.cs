using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>A mail as received by the server, parsed.</summary>
static partial class Arrived
{
    /// <summary>The fields of the header, unfolded (RFC 5322 §2.2.3).</summary>
    public static IReadOnlyList<string> Header(this ReceivedMail mail) =>
        Fold().Replace(mail.Text[..mail.Text.IndexOf("\n\n", StringComparison.Ordinal)], " ").Split('\n');

    /// <summary>What follows the empty line after the header.</summary>
    public static string Body(this ReceivedMail mail) => mail.Text[(mail.Text.IndexOf("\n\n", StringComparison.Ordinal) + 2)..];

    /// <summary>The values of all fields with this name; usually there should be one.</summary>
    public static IReadOnlyList<string> Field(this ReceivedMail mail, string name) =>
    [
        .. mail.Header()
            .Where(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 2)..]),
    ];

    [GeneratedRegex(@"\n[ \t]+")]
    private static partial Regex Fold();
}
