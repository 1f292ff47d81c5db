using System.Text.RegularExpressions;

namespace Msmtp.Cli.Tests.Documentation;

/// <summary>The pieces of a manual that stand between pairs of comments, and the prose behind them.</summary>
static partial class ManualBlocks
{
    /// <summary>Where a new setting, option or mode is put, for a person to move it to where it belongs.</summary>
    const string PlaceOfSettings = ".\\\" (new settings come in above this line)\n";
    const string PlaceOfOptions = ".\\\" (new options come in above this line)\n";

    /// <summary>The titles of all pieces that a page has, in their order.</summary>
    public static IReadOnlyList<string> Titles(string page) => [.. Block().Matches(page).Select(Title)];

    /// <summary>What people wrote behind a piece, comments left out.</summary>
    public static string Prose(string page, string title)
    {
        var (start, end) = PlaceOfProse(page, title);
        return string.Join('\n', page[start..end].Split('\n').Where(static line => !line.StartsWith(".\\\"", StringComparison.Ordinal)));
    }

    /// <summary>The page with a piece as it is now.</summary>
    /// <param name="page">The page.</param>
    /// <param name="entry">The piece.</param>
    /// <param name="original">The page in the order of which a new piece comes in.</param>
    public static string Put(string page, ManualEntry entry, string original) =>
        Titles(page).Contains(entry.Title)
            ? Block().Replace(page, match => Title(match) == entry.Title ? entry.Block : match.Value)
            : page.Insert(PlaceOfNew(page, entry.Title, original), entry.Block);

    // Behind the piece that it follows in the original, as far as there is one.
    static int PlaceOfNew(string page, string title, string original)
    {
        var before = Titles(original).TakeWhile(other => other != title).LastOrDefault(Titles(page).Contains);
        if (Titles(original).Contains(title) && before is not null)
            return PlaceOfProse(page, before).End;
        var place = title.StartsWith("setting ", StringComparison.Ordinal) ? PlaceOfSettings : PlaceOfOptions;
        return page.IndexOf(place, StringComparison.Ordinal);
    }

    static (int Start, int End) PlaceOfProse(string page, string title)
    {
        var block = Block().Matches(page).Single(block => Title(block) == title);
        var start = block.Index + block.Length;
        return (start, End().Match(page, start) is { Success: true } end ? end.Index : page.Length);
    }

    static string Title(Match block) => block.Groups["title"].Value;

    [GeneratedRegex("""^\.\\" <(?<title>[^/>][^>]*)>\n.*?^\.\\" </\k<title>>\n""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    // The digest of a translated piece is no end of its prose.
    [GeneratedRegex("""^\.(\\" <(?!of )|\\" \(new|\\" \[|\\" \]|It |El|S[hs] )""", RegexOptions.Multiline)]
    private static partial Regex End();
}
