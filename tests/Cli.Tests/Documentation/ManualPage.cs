using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.Documentation;

/// <summary>docs/msmtp.1: prose by people, and between pairs of comments what is made from the registered keys.</summary>
static partial class ManualPage
{
    /// <summary>Where a new setting, option or mode is put, for a person to move it to where it belongs.</summary>
    const string PlaceOfSettings = ".\\\" (new settings come in above this line)\n";
    const string PlaceOfOptions = ".\\\" (new options come in above this line)\n";

    public static string Path { get; } = System.IO.Path.Combine(TestPaths.Root, "docs", "msmtp.1");

    public static string Text => File.ReadAllText(Path);

    /// <summary>The titles of all entries that the page has.</summary>
    public static IEnumerable<string> Titles(string page) => Entry().Matches(page).Select(static entry => entry.Groups["title"].Value);

    /// <summary>What people wrote behind an entry, comments left out.</summary>
    public static string Prose(string page, string title)
    {
        var entry = Entry().Matches(page).Single(entry => entry.Groups["title"].Value == title);
        var lines = page[(entry.Index + entry.Length)..].Split('\n').TakeWhile(static line => !End().IsMatch(line));
        return string.Join('\n', lines.Where(static line => !line.StartsWith(".\\\"", StringComparison.Ordinal)));
    }

    /// <summary>The page with all that is made from the keys as the keys are now.</summary>
    public static string Update(string page, IEnumerable<ManualEntry> entries) => entries.Aggregate(page, Put);

    static string Put(string page, ManualEntry entry)
    {
        if (Titles(page).Contains(entry.Title))
            return Entry().Replace(page, match => match.Groups["title"].Value == entry.Title ? entry.Block : match.Value);
        var place = entry.Title.StartsWith("setting ", StringComparison.Ordinal) ? PlaceOfSettings : PlaceOfOptions;
        return page.Replace(place, entry.Block + place, StringComparison.Ordinal);
    }

    [GeneratedRegex("""^\.\\" <(?<title>[^/>][^>]*)>\n.*?^\.\\" </\k<title>>\n""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Entry();

    [GeneratedRegex("""^\.(\\" <|\\" \(new|It |El|S[hs] )""")]
    private static partial Regex End();
}
