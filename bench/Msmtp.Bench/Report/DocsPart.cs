namespace Msmtp.Bench;

/// <summary>A part of docs/performance.md that is written here, between two comments that name it.</summary>
static class DocsPart
{
    public static void Replace(string file, string name, string text)
    {
        var (first, last) = ($"<!-- bench: {name} -->\n", $"<!-- bench: end of {name} -->\n");
        var all = File.ReadAllText(file);
        var (start, end) = (all.IndexOf(first, StringComparison.Ordinal), all.IndexOf(last, StringComparison.Ordinal));
        if (start < 0 || end < start)
            throw new InvalidDataException($"{file}: the comments around {name} are missing");
        File.WriteAllText(file, all[..(start + first.Length)] + text + all[end..]);
    }
}
