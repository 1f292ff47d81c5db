namespace Msmtp.Text;

/// <summary>
/// What the writer of a domain name meant, in one form: UTS 46 §4, steps Map and Normalize, non-transitional. Capitals
/// become small letters, wide letters narrow ones, marks join their letters; ß and ς stay what they are.
/// </summary>
static class DomainMapping
{
    const int CodePointBits = 21;
    // ς itself is kept, but what only looks like it (the sigma of a mathematical alphabet) is a sigma.
    const int FinalSigma = 'ς';
    const int Sigma = 'σ';
    const uint CodePointMask = (1 << CodePointBits) - 1;

    /// <summary>The label in normalization form C. What cannot be mapped is left for the check of the label.</summary>
    public static string Map(string label)
    {
        var mapped = new List<int>(label.Length);
        var parts = new List<int>();
        foreach (var codePoint in UnicodeText.CodePoints(label))
        {
            if (UnicodeRows.IsWithin(UnicodeTables.IgnoredInDomains, codePoint))
                continue;
            parts.Clear();
            Decomposition.Append(codePoint, isCompatible: true, parts);
            foreach (var part in parts)
                Decomposition.Append(part == FinalSigma && codePoint != FinalSigma ? Sigma : Fold(part), isCompatible: true, mapped);
        }
        return UnicodeText.Assemble(mapped, composes: true);
    }

    // A row of the table: first code point, last code point, whether every one or every second counts, distance.
    static int Fold(int codePoint)
    {
        var rows = UnicodeTables.CaseFolds;
        var index = UnicodeRows.LastUpTo(rows, (ulong)codePoint << CodePointBits * 2 + 1 | (1UL << CodePointBits * 2 + 1) - 1);
        if (index < 0)
            return codePoint;
        var row = rows[index];
        var first = (int)(row >> CodePointBits * 2 + 1);
        var last = (int)(row >> CodePointBits + 1 & CodePointMask);
        var step = (row >> CodePointBits & 1) == 0 ? 1 : 2;
        var distance = (int)(row & CodePointMask) - (1 << CodePointBits - 1);
        return codePoint <= last && (codePoint - first) % step == 0 ? codePoint + distance : codePoint;
    }
}
