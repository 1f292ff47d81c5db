namespace Msmtp.Cli;

/// <summary>Text of a stranger's, fit for a terminal: a control character could do more than be shown.</summary>
static class Printable
{
    public static string Text(string text) =>
        string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = source[i] is < ' ' or '\x7F' ? '?' : source[i];
        });
}
