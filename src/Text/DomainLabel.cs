using System.Globalization;
using System.Text;

namespace Msmtp.Text;

/// <summary>The validity criteria for a mapped label of a domain name (UTS 46 §4.1).</summary>
static class DomainLabel
{
    const int Virama = 9;
    const char NonJoiner = '\u200C';
    const char Joiner = '\u200D';

    /// <summary>Returns why a label is not valid, or null. The caller checks for empty and overlong labels.</summary>
    public static string? Fault(IReadOnlyList<int> label)
    {
        if (label is [_, _, '-', '-', ..] and not ['x', 'n', ..])
            return "it has hyphens in the third and fourth place";
        if (label[0] == '-' || label[^1] == '-')
            return "a label begins or ends with a hyphen";
        if (IsMark(label[0]))
            return $"a label begins with the combining mark {Name(label[0])}";
        for (var i = 0; i < label.Count; i++)
            if (!IsAllowed(label[i]) || label[i] is NonJoiner or Joiner && !MayJoin(label, i))
                return $"it contains {Name(label[i])}, which is not allowed there";
        return null;
    }

    // Letters, digits and the hyphen (RFC 5890 §2.3.1), and the underscore, which occurs in names of the DNS.
    static bool IsAllowed(int codePoint) => codePoint < 0x80
        ? char.IsAsciiLetterOrDigit((char)codePoint) || codePoint is '-' or '_'
        : UnicodeRows.IsWithin(UnicodeTables.ValidInDomains, codePoint);

    static bool IsMark(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    // RFC 5892 Appendix A.1 and A.2: an invisible joiner is allowed only where it changes how its neighbours are written.
    static bool MayJoin(IReadOnlyList<int> label, int index)
    {
        if (index > 0 && Decomposition.ClassOf(label[index - 1]) == Virama)
            return true;
        return label[index] == NonJoiner
            && Joining(label.Take(index).Reverse()) is JoiningType.Left or JoiningType.Dual
            && Joining(label.Skip(index + 1)) is JoiningType.Right or JoiningType.Dual;
    }

    // The type of the first neighbour that is not transparent.
    static JoiningType Joining(IEnumerable<int> neighbours) =>
        neighbours.Select(JoiningTypes.Of).FirstOrDefault(static type => type != JoiningType.Transparent);

    static string Name(int codePoint) => Rune.IsValid(codePoint)
        ? string.Create(CultureInfo.InvariantCulture, $"U+{codePoint:X4}")
        : "an octet that is not UTF-8";
}
