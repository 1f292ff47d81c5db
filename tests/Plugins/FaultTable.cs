using Msmtp.TestKit;

namespace Msmtp.Plugins.Tests;

/// <summary>The table of docs/plugins.md between its two marks.</summary>
static class FaultTable
{
    const string Start = "<!-- faults -->";
    const string End = "<!-- end of faults -->";

    public static string File { get; } = Path.Combine(TestPaths.Root, "docs", "plugins.md");

    public static string Row(string title, string line, int exitCode) => $"| {title} | `{line}` | {exitCode} |";

    public static string Title(string row) => row.Split('|')[1].Trim();

    /// <summary>The rows without the two of the heading.</summary>
    public static IReadOnlyList<string> Rows(IEnumerable<string> lines) =>
        [.. lines.SkipWhile(static line => line != Start).TakeWhile(static line => line != End).Where(static line => line.StartsWith('|')).Skip(2)];

    /// <summary>Puts a row into the document, in the order of the titles.</summary>
    public static void Update(string row, IReadOnlyList<string> titles, string title)
    {
        var lines = System.IO.File.ReadAllLines(File);
        var rows = Rows(lines).Where(other => Title(other) != title && titles.Contains(Title(other))).Append(row)
            .OrderBy(other => titles.ToList().IndexOf(Title(other)));
        System.IO.File.WriteAllLines(File,
        [
            .. lines.TakeWhile(static line => line != Start),
            Start, "| what is wrong | what msmtp says | exit status |", "| --- | --- | --- |",
            .. rows,
            .. lines.SkipWhile(static line => line != End),
        ]);
    }
}
