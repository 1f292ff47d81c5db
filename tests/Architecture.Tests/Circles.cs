namespace Msmtp.Architecture.Tests;

/// <summary>What uses each other, directly or by way of others.</summary>
static class Circles
{
    /// <summary>A line for each use that is part of a circle among what <paramref name="member"/> makes of the files, with examples; those where it returns null do not count.</summary>
    public static IReadOnlyList<string> Among(IEnumerable<SourceUse> uses, Func<string, string?> member)
    {
        var edges = uses.Select(use => (Use: use, From: member(use.File), To: member(use.Other)))
            .Where(static edge => edge.From is not null && edge.To is not null && edge.From != edge.To)
            .ToLookup(static edge => (From: edge.From!, To: edge.To!), static edge => edge.Use);
        var used = edges.ToLookup(static edge => edge.Key.From, static edge => edge.Key.To);

        return
        [
            .. edges
                .Where(edge => LeadsTo(edge.Key.To, edge.Key.From, used, []))
                .Select(static edge => $"{edge.Key.From} uses {edge.Key.To}: {Examples(edge)}")
                .Order(StringComparer.Ordinal),
        ];
    }

    static bool LeadsTo(string from, string to, ILookup<string, string> used, HashSet<string> seen) =>
        from == to || (seen.Add(from) && used[from].Any(next => LeadsTo(next, to, used, seen)));

    static string Examples(IEnumerable<SourceUse> uses)
    {
        var lines = uses.Select(static use => $"{Path.GetFileName(use.File)} says {use.Type}").Order(StringComparer.Ordinal).ToList();
        return string.Join(", ", lines.Take(12)) + (lines.Count > 12 ? $" and {lines.Count - 12} more" : "");
    }
}
