using System.Runtime.InteropServices;
using System.Text;

namespace Msmtp.Text;

/// <summary>
/// Unicode normalization that does not depend on ICU: with invariant globalization, as in the native command,
/// <see cref="string.Normalize()"/> returns its input. The tables are read only for text that is not ASCII.
/// </summary>
public static class UnicodeText
{
    /// <summary>
    /// Normalizes text to NFC, NFD, NFKC or NFKD (Unicode Standard Annex 15), with the tables of Unicode 15. Code points that were assigned
    /// later, and lone surrogates, stay unchanged. Never fails.
    /// </summary>
    public static string Normalize(string text, NormalizationForm form)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text))
            return text;
        var parts = new List<int>(text.Length);
        foreach (var codePoint in CodePoints(text))
            Decomposition.Append(codePoint, IsCompatible(form), parts);
        return Assemble(parts, IsComposed(form));
    }

    /// <summary>
    /// Normalizes UTF-8 that must not become a string, such as a password: intermediate results are zeroed. Returns a new array. Octets that are
    /// not UTF-8 become U+FFFD.
    /// </summary>
    public static byte[] Normalize(ReadOnlySpan<byte> utf8, NormalizationForm form)
    {
        if (Ascii.IsValid(utf8))
            return utf8.ToArray();
        // A list that grows would leave copies behind.
        var parts = new List<int>(CountParts(utf8, IsCompatible(form)));
        for (var rest = utf8; !rest.IsEmpty;)
            Decomposition.Append(TakeCodePoint(ref rest), IsCompatible(form), parts);
        Arrange(parts, IsComposed(form));
        var text = Encode(parts);
        Clear(parts);
        return text;
    }

    /// <summary>The code points of a text, including lone surrogates.</summary>
    internal static IEnumerable<int> CodePoints(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            yield return isPair ? char.ConvertToUtf32(text[i], text[++i]) : text[i];
        }
    }

    /// <summary>Makes text from decomposed code points.</summary>
    internal static string Assemble(List<int> parts, bool composes)
    {
        Arrange(parts, composes);
        var text = new StringBuilder(parts.Count);
        foreach (var codePoint in parts)
            text.Append(codePoint > char.MaxValue ? char.ConvertFromUtf32(codePoint) : ((char)codePoint).ToString());
        return text.ToString();
    }

    static void Arrange(List<int> parts, bool composes)
    {
        Decomposition.Order(CollectionsMarshal.AsSpan(parts));
        if (composes)
            Composition.Compose(parts);
    }

    static int CountParts(ReadOnlySpan<byte> utf8, bool isCompatible)
    {
        const int MostPartsOfOne = 18;

        var parts = new List<int>(MostPartsOfOne);
        var count = 0;
        while (!utf8.IsEmpty)
        {
            parts.Clear();
            Decomposition.Append(TakeCodePoint(ref utf8), isCompatible, parts);
            count += parts.Count;
        }
        Clear(parts);
        return count;
    }

    static int TakeCodePoint(ref ReadOnlySpan<byte> utf8)
    {
        Rune.DecodeFromUtf8(utf8, out var rune, out var used);
        utf8 = utf8[used..];
        return rune.Value;
    }

    static byte[] Encode(List<int> parts)
    {
        var text = new byte[parts.Sum(static part => new Rune(part).Utf8SequenceLength)];
        var length = 0;
        foreach (var part in parts)
            length += new Rune(part).EncodeToUtf8(text.AsSpan(length));
        return text;
    }

    // A list keeps the values that were removed from it.
    static void Clear(List<int> parts)
    {
        CollectionsMarshal.SetCount(parts, parts.Capacity);
        CollectionsMarshal.AsSpan(parts).Clear();
    }

    static bool IsCompatible(NormalizationForm form) => form is NormalizationForm.FormKC or NormalizationForm.FormKD;

    static bool IsComposed(NormalizationForm form) => form is NormalizationForm.FormC or NormalizationForm.FormKC;
}
