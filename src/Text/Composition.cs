namespace Msmtp.Text;

/// <summary>Canonical composition (Unicode §3.11, D117).</summary>
static class Composition
{
    const int CodePointBits = 21;

    /// <summary>Composes decomposed and ordered code points, in place.</summary>
    public static void Compose(List<int> codePoints)
    {
        var (starter, kept, lastClass) = (-1, 0, 0);
        for (var i = 0; i < codePoints.Count; i++)
        {
            var codePoint = codePoints[i];
            var markClass = Decomposition.ClassOf(codePoint);
            // A mark is blocked by one of its own class or a higher one between it and its starter.
            var isBlocked = starter < 0 || kept - 1 > starter && (lastClass == 0 || lastClass >= markClass);
            if (!isBlocked && Pair(codePoints[starter], codePoint) is > 0 and var composite)
            {
                codePoints[starter] = composite;
                continue;
            }
            if (markClass == 0)
                starter = kept;
            lastClass = markClass;
            codePoints[kept++] = codePoint;
        }
        codePoints.RemoveRange(kept, codePoints.Count - kept);
    }

    // 0: there is no composite.
    static int Pair(int first, int second)
    {
        if (Hangul.Compose(first, second) is > 0 and var syllable)
            return syllable;
        var rows = UnicodeTables.Compositions;
        var key = (ulong)first << CodePointBits | (uint)second;
        var index = UnicodeRows.LastUpTo(rows, key << CodePointBits | (1 << CodePointBits) - 1);
        return index >= 0 && rows[index] >> CodePointBits == key ? (int)(rows[index] & (1 << CodePointBits) - 1) : 0;
    }
}
