using System.Text;

namespace Msmtp.Parity;

/// <summary>Says in which lines two observations differ.</summary>
static class Difference
{
    const int Shown = 8;

    /// <summary>The lines that differ, those of msmtp behind "-", ours behind "+"; null: there are none.</summary>
    public static string? Between(Observation theirs, Observation ours, Compared compared)
    {
        var text = new StringBuilder();
        foreach (var ((name, mine), (_, other)) in theirs.Parts(compared).Zip(ours.Parts(compared)))
        {
            if (mine != other)
                Append(text, name, mine.Split('\n'), other.Split('\n'));
        }

        return text.Length == 0 ? null : text.ToString();
    }

    static void Append(StringBuilder text, string name, ReadOnlySpan<string> theirs, ReadOnlySpan<string> ours)
    {
        var start = theirs.CommonPrefixLength(ours);
        var end = 0;
        while (end < Math.Min(theirs.Length, ours.Length) - start && theirs[^(end + 1)] == ours[^(end + 1)])
            end++;
        text.Append($"{name}, line {start + 1}:\n");
        Append(text, "  - ", theirs[start..^end]);
        Append(text, "  + ", ours[start..^end]);
    }

    static void Append(StringBuilder text, string mark, ReadOnlySpan<string> lines)
    {
        foreach (var line in lines[..Math.Min(lines.Length, Shown)])
            text.Append($"{mark}{line}\n");
        if (lines.Length > Shown)
            text.Append($"{mark}... {lines.Length - Shown} more\n");
    }
}
