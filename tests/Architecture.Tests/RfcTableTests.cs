using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Msmtp.Architecture.Tests;

/// <summary>docs/rfcs.md says which clause is obeyed where: it is read from the comments of the code, and may not lag behind.</summary>
public sealed partial class RfcTableTests
{
    const string Head = """
        # RFCs, and where they are obeyed

        Read from the comments of the code. `MSMTP_UPDATE_DOCS=1 dotnet run --project tests/Architecture.Tests` writes it anew.

        | RFC | section | files |
        | --- | --- | --- |

        """;

    [Fact]
    public void The_table_of_RFCs_is_what_the_code_says()
    {
        var path = Path.Combine(Repository.Root, "docs", "rfcs.md");
        var table = Table();
        if (Environment.GetEnvironmentVariable("MSMTP_UPDATE_DOCS") == "1")
            File.WriteAllText(path, table);

        Assert.Equal(File.ReadAllText(path), table);
    }

    static string Table()
    {
        var clauses = new SortedDictionary<(int Rfc, string Section), SortedSet<string>>(Comparer<(int Rfc, string Section)>.Create(Compare));
        foreach (var file in Repository.Sources("src").Concat(Repository.Sources("plugins")))
            foreach (Match match in Clause().Matches(File.ReadAllText(file)))
                foreach (var section in Sections(match))
                    Files(clauses, (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), section)).Add(Path.GetRelativePath(Repository.Root, file));
        var text = new StringBuilder(Head);
        foreach (var ((rfc, section), files) in clauses)
            text.Append(CultureInfo.InvariantCulture, $"| {rfc} | {section} | {string.Join(", ", files.Select(Link))} |\n");
        return text.ToString();
    }

    static SortedSet<string> Files(SortedDictionary<(int Rfc, string Section), SortedSet<string>> clauses, (int Rfc, string Section) clause)
    {
        if (!clauses.TryGetValue(clause, out var files))
            clauses[clause] = files = new SortedSet<string>(StringComparer.Ordinal);
        return files;
    }

    static IEnumerable<string> Sections(Match match) =>
        match.Groups[2].Captures.Select(capture => capture.Value.TrimEnd('.')).DefaultIfEmpty("");

    static string Link(string file) => $"[{Path.GetFileNameWithoutExtension(file)}](../{file})";

    // §4.10 comes after §4.9.
    static int Compare((int Rfc, string Section) a, (int Rfc, string Section) b)
    {
        var byRfc = a.Rfc.CompareTo(b.Rfc);
        return byRfc != 0 ? byRfc : string.CompareOrdinal(Sortable(a.Section), Sortable(b.Section));
    }

    static string Sortable(string section) => Digits().Replace(section, match => match.Value.PadLeft(4, '0'));

    [GeneratedRegex(@"RFC (\d{3,4})(?: §([\dA-Z.]+)(?:(?:, | and )§([\dA-Z.]+))*)?")]
    private static partial Regex Clause();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
