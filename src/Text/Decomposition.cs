namespace Msmtp.Text;

/// <summary>Decomposition and canonical ordering (Unicode §3.11, D108 and D109).</summary>
static class Decomposition
{
    const int OffsetBits = 14;
    const int LengthMask = 0xFF;
    const int Compatible = 0x100;

    /// <summary>Adds the decomposition of a code point, or the code point itself if it has none.</summary>
    public static void Append(int codePoint, bool isCompatible, List<int> parts)
    {
        if (codePoint >= 0x80 && TryFind(codePoint, isCompatible, out var text))
            AppendText(text, isCompatible, parts);
        else if (!Hangul.TryDecompose(codePoint, parts))
            parts.Add(codePoint);
    }

    /// <summary>Sorts each run of combining marks by class; marks of the same class keep their order.</summary>
    public static void Order(Span<int> codePoints)
    {
        for (var i = 0; i < codePoints.Length; i++)
        {
            var start = i;
            while (i < codePoints.Length && ClassOf(codePoints[i]) != 0)
                i++;
            if (i - start > 1)
                OrderRow(codePoints[start..i]);
        }
    }

    /// <summary>Canonical_Combining_Class: 0 for a starter, 9 for a virama.</summary>
    public static int ClassOf(int codePoint)
    {
        const int CountBits = 6;
        const int ClassBits = 8;
        const int Limit = 1 << 18;

        if (codePoint is < 0x300 or >= Limit)
            return 0;
        var rows = UnicodeTables.CombiningClasses;
        var index = UnicodeRows.LastUpTo(rows, (uint)codePoint << CountBits + ClassBits | (1 << CountBits + ClassBits) - 1);
        var row = rows[index];
        var last = (int)(row >> CountBits + ClassBits) + (int)(row >> ClassBits & (1 << CountBits) - 1);
        return codePoint <= last ? (int)(row & (1 << ClassBits) - 1) : 0;
    }

    // Class, position and code point in one number, so that sorting keeps the order within a class.
    static void OrderRow(Span<int> marks)
    {
        const int CodePointBits = 21;
        const int ClassShift = 56;

        var rows = new ulong[marks.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = (ulong)ClassOf(marks[i]) << ClassShift | (ulong)i << CodePointBits | (uint)marks[i];
        Array.Sort(rows);
        for (var i = 0; i < rows.Length; i++)
            marks[i] = (int)(rows[i] & (1 << CodePointBits) - 1);
        Array.Clear(rows);
    }

    // The parts of a canonical decomposition may themselves have compatibility decompositions.
    static void AppendText(ReadOnlySpan<ushort> text, bool isCompatible, List<int> parts)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var part = char.IsHighSurrogate((char)text[i]) ? char.ConvertToUtf32((char)text[i], (char)text[++i]) : text[i];
            if (isCompatible)
                Append(part, isCompatible, parts);
            else
                parts.Add(part);
        }
    }

    static bool TryFind(int codePoint, bool isCompatible, out ReadOnlySpan<ushort> text)
    {
        const int Limit = 1 << 32 - OffsetBits;

        text = default;
        var rows = UnicodeTables.Decompositions;
        var index = codePoint < Limit ? UnicodeRows.LastUpTo(rows, (uint)codePoint << OffsetBits | (1 << OffsetBits) - 1) : -1;
        if (index < 0 || rows[index] >> OffsetBits != codePoint)
            return false;
        var start = (int)(rows[index] & (1 << OffsetBits) - 1);
        var head = UnicodeTables.DecompositionTexts[start];
        if (!isCompatible && (head & Compatible) != 0)
            return false;
        text = UnicodeTables.DecompositionTexts.Slice(start + 1, head & LengthMask);
        return true;
    }
}
