namespace Msmtp.Text;

/// <summary>Looks into tables whose rows are sorted by the code point in their highest bits.</summary>
static class UnicodeRows
{
    /// <summary>The last row that is not greater than the value; -1: there is none.</summary>
    public static int LastUpTo<T>(ReadOnlySpan<T> rows, T value) where T : IComparable<T>
    {
        var index = rows.BinarySearch(value);
        return index >= 0 ? index : ~index - 1;
    }

    /// <summary>Whether a code point lies in a set, given by the borders where it begins and ends in turn.</summary>
    public static bool IsWithin(ReadOnlySpan<uint> borders, int codePoint) => (LastUpTo(borders, (uint)codePoint) & 1) == 0;
}
