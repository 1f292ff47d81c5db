namespace Msmtp;

/// <summary>
/// What may stand in a command line. CR and LF end it, NUL cuts it in many servers: text with one of them would put
/// commands of a stranger's choice into the dialogue.
/// </summary>
public static class CommandText
{
    /// <summary>Whether the text can stand in a command line.</summary>
    public static bool IsSafe(ReadOnlySpan<char> text) => !text.ContainsAny('\r', '\n', '\0');

    /// <summary>The text itself, if it can stand in a command line.</summary>
    /// <exception cref="ArgumentException">The text holds CR, LF or NUL.</exception>
    public static string Checked(string text, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(text, parameterName);
        return IsSafe(text) ? text : throw new ArgumentException("CR, LF and NUL are not allowed in a command line", parameterName);
    }
}
