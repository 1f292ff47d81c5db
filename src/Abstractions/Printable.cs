namespace Msmtp;

/// <summary>Text of a stranger's, fit for one line of a terminal or a log: a control character could do more than be shown.</summary>
public static class Printable
{
    /// <summary>The text with <c>?</c> in place of each control character of ASCII.</summary>
    public static string Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = source[i] is < ' ' or '\x7F' ? '?' : source[i];
        });
    }
}
