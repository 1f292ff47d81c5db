using System.Globalization;

namespace Msmtp.Text;

/// <summary>How a letter of a cursive script joins its neighbours (Unicode §9.2).</summary>
static class JoiningTypes
{
    const int CountBits = 12;
    const int TypeBits = 2;
    const int Limit = 1 << 18;

    public static JoiningType Of(int codePoint)
    {
        // The zero-width joiners are of category Format, and not transparent.
        if (codePoint is 0x200C or 0x200D)
            return JoiningType.None;
        var rows = UnicodeTables.JoiningLetters;
        var index = codePoint < Limit
            ? UnicodeRows.LastUpTo(rows, (uint)codePoint << CountBits + TypeBits | (1 << CountBits + TypeBits) - 1)
            : -1;
        if (index >= 0 && codePoint <= (rows[index] >> CountBits + TypeBits) + (rows[index] >> TypeBits & (1 << CountBits) - 1))
            return (JoiningType)(rows[index] & (1 << TypeBits) - 1);
        return CharUnicodeInfo.GetUnicodeCategory(codePoint)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            ? JoiningType.Transparent
            : JoiningType.None;
    }
}

/// <summary>Joining_Type, as far as RFC 5892 Appendix A.1 needs it. The table has these numbers.</summary>
enum JoiningType
{
    None,
    Dual,
    Right,
    Left,
    Transparent,
}
