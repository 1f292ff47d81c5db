using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.Completion.Generated;

/// <summary>A file in completions: code by people, and between pairs of comments what is made from the registered options.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Entries">What is made.</param>
sealed partial record CompletionFile(string Name, IReadOnlyList<CompletionEntry> Entries)
{
    public static IReadOnlyList<CompletionFile> All { get; } =
    [
        new("msmtp.bash", BashEntries.All),
        new("_msmtp", ZshEntries.All),
        new("msmtp.fish", FishEntries.OfMsmtp),
        new("msmtpd.fish", FishEntries.OfMsmtpd),
    ];

    public static string Folder { get; } = System.IO.Path.Combine(TestPaths.Root, "completions");

    public string Path => System.IO.Path.Combine(Folder, Name);

    public string Text => File.ReadAllText(Path);

    /// <summary>The titles of what is made, as the file has them.</summary>
    public IEnumerable<string> Titles => Entry().Matches(Text).Select(static entry => entry.Groups["title"].Value);

    /// <summary>The file with the options as they are now.</summary>
    public string Updated => Entry().Replace(
        Text, match => Entries.Where(entry => entry.Title == match.Groups["title"].Value).Select(entry => entry.Block(match.Groups["margin"].Value)).SingleOrDefault(match.Value));

    [GeneratedRegex("""^(?<margin> *)# <(?<title>[^/>][^>]*)>\n.*?^ *# </\k<title>>\n""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Entry();
}

/// <summary>A piece of a completion that is made.</summary>
/// <param name="Title">What the comments around it call it.</param>
/// <param name="Text">Its lines.</param>
sealed record CompletionEntry(string Title, string Text)
{
    /// <summary>The piece with the comments around it.</summary>
    public string Block(string margin) => $"{margin}# <{Title}>\n{Text}{margin}# </{Title}>\n";
}
