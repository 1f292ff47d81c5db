using System.Text.RegularExpressions;

namespace Msmtp.Cli.Tests.Documentation;

/// <summary>What the manual of the file, msmtprc(5), has from that of the command, msmtp(1), which has everything.</summary>
static partial class ManualExcerpts
{
    // By their names in English, in whatever language the page is.
    static readonly string[] Sections =
        ["CONFIGURATION", "SETTINGS", "CHOICE OF ACCOUNT", "PASSWORDS", "LOG LINES", "ENVIRONMENT", "FILES"];

    /// <summary>The pieces, of the manual of the command in the same language.</summary>
    public static IReadOnlyList<ManualEntry> Of(ManualPage msmtp)
    {
        var page = msmtp.Updated();
        var sections = SectionsOf(page).ToList();
        var titles = ManualTranslation.Headings(msmtp.Original.Text).ToList();
        var taken = Sections.Select(title => (Title: title, Text: sections[titles.IndexOf(title)])).ToList();
        var known = Headings().Matches(string.Concat(taken.Select(static section => section.Text))).Select(static heading => heading.Groups[1].Value);
        return
        [
            .. taken.Select(section => new ManualEntry($"{section.Title} of msmtp.1", Adapt(section.Text, [.. known]), NeedsProse: false)),
            new("examples of msmtp.1", Adapt(Examples().Match(page).Groups[1].Value, [.. known]), NeedsProse: false),
        ];
    }

    static IEnumerable<string> SectionsOf(string page) => Section().Matches(page).Select(static section => section.Value);

    // Without the comments; the command's name is no longer the page's, and what stays behind is referred to by the name of that page.
    static string Adapt(string text, HashSet<string> known)
    {
        var adapted = Comment().Replace(text, "");
        adapted = ThisCommand().Replace(adapted, ".Nm msmtp$1");
        adapted = ChineseReference().Replace(adapted, match => known.Contains(match.Groups[1].Value) ? match.Value : "\n.Xr msmtp 1 Ns ");
        return Reference().Replace(adapted, match => known.Contains(match.Groups[1].Value) ? match.Value : "Xr msmtp 1");
    }

    [GeneratedRegex(@"^\.Sh .*\n(?:(?!\.Sh ).*\n)*", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\.S[hs] (.*)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex("""^\.\\".*\n""", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex("""^\.\\" \[examples of msmtprc\n(.*?)^\.\\" \]\n""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Examples();

    [GeneratedRegex(@"^\.Nm( [.,;:)]| Ns .*|)$", RegexOptions.Multiline)]
    private static partial Regex ThisCommand();

    // In Chinese the name of a section is in quotes, with a word behind it.
    [GeneratedRegex(@"“\\c\n\.Sx (\S+) Ns ”一节")]
    private static partial Regex ChineseReference();

    [GeneratedRegex(@"\bSx ((?:(?! [.,;:)](?: |$)| Ns |\n).)*)", RegexOptions.Multiline)]
    private static partial Regex Reference();
}
