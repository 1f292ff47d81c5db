namespace Msmtp;

/// <summary>
/// Checks text that is to become part of an SMTP command. CR and LF end a command, and NUL cuts it off in many servers: text with one of
/// them could inject commands.
/// </summary>
public static class CommandText
{
    /// <summary>Whether the text can be part of a command.</summary>
    public static bool IsSafe(ReadOnlySpan<char> text) => !text.ContainsAny('\r', '\n', '\0');

    /// <summary>Returns the text if it can be part of a command.</summary>
    /// <exception cref="ArgumentException">The text contains CR, LF or NUL.</exception>
    public static string Checked(string text, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(text, parameterName);
        return IsSafe(text) ? text : throw new ArgumentException("CR, LF and NUL are not allowed in a command line", parameterName);
    }
}
