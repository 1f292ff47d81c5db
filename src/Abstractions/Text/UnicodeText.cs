using System.Text;

namespace Msmtp;

/// <summary>
/// Unicode normalization that does not depend on the runtime: with invariant globalization, as in the native command,
/// <see cref="string.Normalize()"/> returns what it was given. Its tables are read only for text beyond ASCII.
/// </summary>
public static class UnicodeText
{
    /// <summary>
    /// Normalizes text to NFC, NFD, NFKC or NFKD (Unicode Standard Annex 15), by the tables of Unicode 15. A code point that was
    /// assigned later, and a surrogate that stands alone, stay as they are. Never fails.
    /// </summary>
    public static string Normalize(string text, NormalizationForm form)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text))
            return text;
        var parts = new List<int>(text.Length);
        foreach (var codePoint in CodePoints(text))
            Decomposition.Append(codePoint, form is NormalizationForm.FormKC or NormalizationForm.FormKD, parts);
        return Assemble(parts, form is NormalizationForm.FormC or NormalizationForm.FormKC);
    }

    /// <summary>The code points of a text; a surrogate that stands alone counts as one.</summary>
    internal static IEnumerable<int> CodePoints(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            yield return isPair ? char.ConvertToUtf32(text[i], text[++i]) : text[i];
        }
    }

    /// <summary>Makes text of code points that have been taken apart.</summary>
    internal static string Assemble(List<int> parts, bool composes)
    {
        Decomposition.Order(parts);
        if (composes)
            Composition.Compose(parts);
        var text = new StringBuilder(parts.Count);
        foreach (var codePoint in parts)
            text.Append(codePoint > char.MaxValue ? char.ConvertFromUtf32(codePoint) : ((char)codePoint).ToString());
        return text.ToString();
    }
}
