namespace Msmtp.Text;

/// <summary>Searches tables whose rows are sorted by the code point in their highest bits.</summary>
static class UnicodeRows
{
    /// <summary>Returns the last row that is not greater than the value, or -1.</summary>
    public static int LastUpTo<T>(ReadOnlySpan<T> rows, T value) where T : IComparable<T>
    {
        var index = rows.BinarySearch(value);
        return index >= 0 ? index : ~index - 1;
    }

    /// <summary>Whether a code point is in a set, which is given by the code points where it alternately begins and ends.</summary>
    public static bool IsWithin(ReadOnlySpan<uint> borders, int codePoint) => (LastUpTo(borders, (uint)codePoint) & 1) == 0;
}
