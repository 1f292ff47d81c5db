using System.Globalization;

namespace Msmtp.Transport.Smtp;

/// <summary>
/// The enhanced status code at the beginning of a reply's text (RFC 2034 §4, RFC 3463 §2). Nothing here does I/O.
/// <code>
/// status-code = class "." subject "." detail    class = "2" / "4" / "5"    subject, detail = 1*3digit
/// </code>
/// </summary>
static class EnhancedStatusParser
{
    /// <summary>The code at the start of the text; null: there is none.</summary>
    public static EnhancedStatus? Find(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(' ');
        var word = end < 0 ? text : text[..end];
        Span<Range> parts = stackalloc Range[4];
        return word.Split(parts, '.') == 3
            && word[parts[0]] is "2" or "4" or "5"
            && TryNumber(word[parts[1]], out var subject)
            && TryNumber(word[parts[2]], out var detail)
            ? new EnhancedStatus(word[0] - '0', subject, detail)
            : null;
    }

    static bool TryNumber(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        return digits.Length <= 3 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
