namespace Msmtp.Auth.Sasl;

/// <summary>The properties of code points by RFC 3454 that SASLprep needs (RFC 4013 §2). Unicode 3.2.</summary>
static class Stringprep
{
    static readonly (int First, int Last)[] Ignored =
        [(0xAD, 0xAD), (0x34F, 0x34F), (0x1806, 0x1806), (0x180B, 0x180D), (0x200B, 0x200D), (0x2060, 0x2060), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF)];

    static readonly (int First, int Last)[] Spaces =
        [(0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200B), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000)];

    static readonly (int First, int Last)[] Prohibited =
    [
        // C.1.2 are the spaces. C.2.1 and C.2.2: controls.
        (0x00, 0x1F), (0x7F, 0x9F), (0x6DD, 0x6DD), (0x70F, 0x70F), (0x180E, 0x180E), (0x200C, 0x200D), (0x2028, 0x2029), (0x2060, 0x2063),
        (0x206A, 0x206F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFC), (0x1D173, 0x1D17A),
        // C.3: private use. C.4: these non-characters; the others are computed below. C.5: surrogates, which UTF-8 does not have.
        (0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD), (0xFDD0, 0xFDEF),
        // C.6 and C.7: inappropriate for plain text or for canonical representation.
        (0xFFFD, 0xFFFD), (0x2FF0, 0x2FFB),
        // C.8: change display properties, or are deprecated. C.9: tags.
        (0x340, 0x341), (0x200E, 0x200F), (0x202A, 0x202E), (0xE0001, 0xE0001), (0xE0020, 0xE007F),
    ];

    /// <summary>B.1: commonly mapped to nothing.</summary>
    public static bool IsIgnored(int codePoint) => IsIn(Ignored, codePoint);

    /// <summary>C.1.2: non-ASCII spaces.</summary>
    public static bool IsSpace(int codePoint) => IsIn(Spaces, codePoint);

    /// <summary>C.1.2 to C.9: prohibited in prepared text.</summary>
    public static bool IsProhibited(int codePoint) =>
        IsIn(Prohibited, codePoint) || IsSpace(codePoint) || (codePoint & 0xFFFE) == 0xFFFE;

    /// <summary>A.1: unassigned in Unicode 3.2.</summary>
    public static bool IsUnassigned(int codePoint) => IsWithin(StringprepTables.Unassigned, codePoint);

    /// <summary>D.1: a character of a right-to-left script.</summary>
    public static bool IsRightToLeft(int codePoint) => IsWithin(StringprepTables.RightToLeft, codePoint);

    /// <summary>D.2: a character of a left-to-right script.</summary>
    public static bool IsLeftToRight(int codePoint) => IsWithin(StringprepTables.LeftToRight, codePoint);

    static bool IsIn((int First, int Last)[] ranges, int codePoint) =>
        Array.Exists(ranges, range => codePoint >= range.First && codePoint <= range.Last);

    // True if the last boundary at or below it begins a range.
    static bool IsWithin(ReadOnlySpan<uint> borders, int codePoint)
    {
        var index = borders.BinarySearch((uint)codePoint);
        return ((index >= 0 ? index : ~index - 1) & 1) == 0;
    }
}
