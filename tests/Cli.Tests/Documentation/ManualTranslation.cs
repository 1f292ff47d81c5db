using System.Text.RegularExpressions;

namespace Msmtp.Cli.Tests.Documentation;

/// <summary>What is made in a page that was translated into Chinese.</summary>
static partial class ManualTranslation
{
    /// <summary>What a page's comments call what is made for groff.</summary>
    public const string Head = "Chinese";

    /// <summary>The page with what groff has to know: how lines break between Chinese characters, and what the sections are that it treats apart.</summary>
    public static string WithHead(string page, string original)
    {
        var headings = Headings(original).Zip(Headings(page)).ToDictionary(static pair => pair.First, static pair => pair.Second);
        var sections = from name in (string[])["NAME", "SYNOPSIS", "DESCRIPTION", "FILES", "SEE ALSO"]
                       where headings.ContainsKey(name)
                       select $".ds doc-section-{name.ToLowerInvariant().Replace(' ', '-')} {headings[name]}\n";
        // mandoc takes the register .x for 0, and would not read a file.
        var text = $".if \\n(.x \\{{\\\n.mso zh.tmac\n.hla none\n{string.Concat(sections)}.\\}}\n";
        var entry = new ManualEntry(Head, text, NeedsProse: false);
        return ManualBlocks.Titles(page).Contains(entry.Title)
            ? ManualBlocks.Put(page, entry, original)
            : page.Replace("\n.Os\n", $"\n.Os\n{entry.Block}", StringComparison.Ordinal);
    }

    /// <summary>The page with its original's date, and with the digest of the original at each piece that is translated and has none.</summary>
    public static string Marked(string page, string original)
    {
        var lines = Date().Replace(page, Date().Match(original).Value).Split('\n').ToList();
        var units = ManualUnits.Cut(page).Zip(ManualUnits.Cut(original)).TakeWhile(static pair => pair.First.Anchor == pair.Second.Anchor);
        foreach (var (unit, of) in units.Reverse().Where(static pair => pair.First.Of is null && IsTranslated(pair.First, pair.Second)))
            lines.Insert(unit.Line, $"{ManualUnits.Of}{of.Digest}>");
        return string.Join('\n', lines);
    }

    /// <summary>Whether there is Chinese in it, if there are words in the original.</summary>
    public static bool IsTranslated(ManualUnit unit, ManualUnit original) =>
        !ManualWords.Prose(original).Any(static line => line.Any(char.IsAsciiLetter)) || ManualWords.Prose(unit).Any(ManualWords.HasChinese);

    /// <summary>The first sentence of the prose behind an entry, in mdoc; a reference to the setting, if there is none yet.</summary>
    public static string FirstSentence(string page, string title)
    {
        var prose = ManualBlocks.Titles(page).Contains(title) ? ManualBlocks.Prose(page, title) : "";
        var end = prose.IndexOf('。', StringComparison.Ordinal);
        return end < 0 ? $".Ic {title.Split(' ')[1]}\n" : prose[..(end + 1)] + "\n";
    }

    /// <summary>The headings of the sections.</summary>
    public static IEnumerable<string> Headings(string page) => Heading().Matches(page).Select(static heading => heading.Groups[1].Value);

    [GeneratedRegex(@"^\.Dd .*$", RegexOptions.Multiline)]
    private static partial Regex Date();

    [GeneratedRegex(@"^\.Sh (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
