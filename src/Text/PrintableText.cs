namespace Msmtp.Text;

/// <summary>
/// Text of a stranger's, fit for one line of a terminal or a log: what moves a cursor, ends a line or turns around what is read would do
/// more than be shown. Letters of every script stay.
/// </summary>
public static class PrintableText
{
    /// <summary>The text with <c>?</c> in place of each character, and of each octet that is no UTF-8 (<see cref="OctetText"/>), that acts.</summary>
    public static string Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = Acts(source[i]) && !IsSecondHalf(source, i) ? '?' : source[i];
        });
    }

    // U+1F480 ends in U+DC80, which alone would be an octet.
    static bool IsSecondHalf(string text, int at) => at > 0 && char.IsSurrogatePair(text[at - 1], text[at]);

    // Those that join or part letters (U+200C, U+200D) are needed to write Persian, Hindi and many an emoji.
    static bool Acts(char character) => character switch
    {
        < ' ' => true,
        < '\x7F' => false,
        <= '\x9F' => true, // ASCII's control characters and C1 (ECMA-48): U+009B begins a sequence as ESC [ does
        '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u206F') => true, // Unicode's UAX #9: order
        '\u2028' or '\u2029' => true, // lines and paragraphs end here
        '\u200B' or '\u2060' or '\uFEFF' => true, // nothing is seen of them: two names that look the same need not be
        >= '\uDC80' and <= '\uDC9F' => true, // C1 as octets
        _ => false,
    };
}
