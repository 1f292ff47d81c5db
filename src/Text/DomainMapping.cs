namespace Msmtp.Text;

/// <summary>
/// Maps the label of a domain name to one form: UTS 46 §4, steps Map and Normalize, non-transitional. Upper case becomes lower case, wide
/// letters become narrow, marks are composed with their letters; ß and ς stay.
/// </summary>
static class DomainMapping
{
    const int CodePointBits = 21;
    // ς itself is kept, but what decomposes to it (the final sigma of a mathematical alphabet) becomes σ.
    const int FinalSigma = 'ς';
    const int Sigma = 'σ';
    const uint CodePointMask = (1 << CodePointBits) - 1;

    /// <summary>Returns the label in NFC. What cannot be mapped is left for the check of the label.</summary>
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

    // A row of the table: first code point, last code point, whether every one or every second is mapped, distance.
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
