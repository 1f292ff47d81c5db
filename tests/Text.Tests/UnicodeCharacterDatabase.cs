using System.Diagnostics;
using System.Globalization;

namespace Msmtp.Text.Tests;

/// <summary>Unicode's own files, as the package unicode-data installs them (Unicode Standard Annex 44). Read once.</summary>
static class UnicodeCharacterDatabase
{
    const string Folder = "/usr/share/unicode/";

    /// <summary>The version of the files: <c>15.0.0</c>; null: they are not installed.</summary>
    public static string? Version { get; } = FindVersion();

    /// <summary>General_Category of what is assigned.</summary>
    public static IReadOnlyDictionary<int, string> Categories { get; } = ReadCharacters(2);

    /// <summary>Canonical_Combining_Class of what is assigned.</summary>
    public static IReadOnlyDictionary<int, string> CombiningClasses { get; } = ReadCharacters(3);

    /// <summary>Decomposition_Type and _Mapping: <c>&lt;wide&gt; 0041</c>, <c>0041 030A</c>, or nothing.</summary>
    public static IReadOnlyDictionary<int, string> Decompositions { get; } = ReadCharacters(5);

    /// <summary>Full_Composition_Exclusion.</summary>
    public static IReadOnlyDictionary<int, string> CompositionExclusions { get; } = ReadDerived("Full_Composition_Exclusion");

    /// <summary>NFKC_Casefold of what it changes.</summary>
    public static IReadOnlyDictionary<int, string> CaseFolds { get; } = ReadDerived("NFKC_CF");

    /// <summary>Joining_Type where it is not derived from the category.</summary>
    public static IReadOnlyDictionary<int, string> JoiningTypes { get; } =
        Properties("extracted/DerivedJoiningType.txt").ToDictionary(static row => row.CodePoint, static row => row.Fields[1]);

    /// <summary>Code points as the files write them: <c>0041 030A</c>.</summary>
    public static IEnumerable<int> CodePoints(string field) => field
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(static hex => int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    /// <summary>The text that the code points make.</summary>
    public static string Text(string field) => string.Concat(CodePoints(field).Select(char.ConvertFromUtf32));

    /// <summary>The rows of NormalizationTest.txt; none: it is not installed.</summary>
    public static IReadOnlyList<string> NormalizationTest()
    {
        if (!File.Exists(Folder + "NormalizationTest.txt.bz2") || !File.Exists("/bin/bzcat"))
            return [];
        var start = new ProcessStartInfo("/bin/bzcat", [Folder + "NormalizationTest.txt.bz2"]) { RedirectStandardOutput = true };
        using var bzcat = Process.Start(start)!;
        return [.. bzcat.StandardOutput.ReadToEnd().Split('\n').Where(static line => line.Length > 0 && char.IsAsciiHexDigit(line[0]))];
    }

    static string? FindVersion()
    {
        const string Name = "DerivedNormalizationProps.txt";

        // The first line: # DerivedNormalizationProps-15.0.0.txt
        return File.Exists(Folder + Name)
            ? File.ReadLines(Folder + Name).First().Split('-')[1].Replace(".txt", "", StringComparison.Ordinal)
            : null;
    }

    static Dictionary<int, string> ReadDerived(string property) => Properties("DerivedNormalizationProps.txt")
        .Where(row => row.Fields[1] == property)
        .ToDictionary(static row => row.CodePoint, static row => row.Fields.ElementAtOrDefault(2) ?? "");

    static IEnumerable<(int CodePoint, string[] Fields)> Properties(string file) =>
        from line in Lines(file)
        let fields = line.Split('#')[0].Split(';', StringSplitOptions.TrimEntries)
        where fields.Length > 1
        let range = fields[0].Split("..").SelectMany(CodePoints).ToList()
        from codePoint in Enumerable.Range(range[0], range[^1] - range[0] + 1)
        select (codePoint, fields);

    static Dictionary<int, string> ReadCharacters(int field)
    {
        var values = new Dictionary<int, string>();
        var first = 0;
        foreach (var fields in Lines("UnicodeData.txt").Select(static line => line.Split(';')))
        {
            var codePoint = CodePoints(fields[0]).First();
            if (!fields[1].EndsWith("Last>", StringComparison.Ordinal))
                first = codePoint;
            for (var i = first; i <= codePoint; i++)
                values[i] = fields[field];
        }
        return values;
    }

    static IEnumerable<string> Lines(string file) => Version is null ? [] : File.ReadLines(Folder + file);
}
