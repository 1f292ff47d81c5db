namespace Msmtp.Text;

/// <summary>
/// Makes text from outside safe to show on one line of a terminal or a log: removes what moves the cursor, ends the line or changes the order
/// of what is read. Letters of every script stay.
/// </summary>
public static class PrintableText
{
    /// <summary>
    /// Returns the text with <c>?</c> in place of each character that could act on a terminal, C1 control characters as lone octets included
    /// (<see cref="OctetText"/>).
    /// </summary>
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

    // U+200C and U+200D, which join or separate letters, are needed for Persian, Hindi and many emoji.
    static bool Acts(char character) => character switch
    {
        < ' ' => true,
        < '\x7F' => false,
        <= '\x9F' => true, // ASCII's control characters and C1 (ECMA-48): U+009B begins a sequence as ESC [ does
        '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u206F') => true, // Unicode's UAX #9: order
        '\u2028' or '\u2029' => true, // line and paragraph separators
        '\u200B' or '\u2060' or '\uFEFF' => true, // invisible: names that look the same could differ
        >= '\uDC80' and <= '\uDC9F' => true, // C1 as octets
        _ => false,
    };
}
