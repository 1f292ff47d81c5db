namespace Msmtp.Hosting;

/// <summary>
/// One line of msmtprc: a command and its argument, which is empty where there is none.
/// <code>
/// line     = *WSP [ command [ 1*WSP argument ] ] *WSP
/// argument = text | DQUOTE text DQUOTE            ; one pair is taken off, nothing is unescaped
/// comment  = *WSP "#" *text
/// </code>
/// </summary>
readonly record struct ConfigurationLine(string Command, string Argument)
{
    const string Blanks = " \t";

    /// <summary>Reads a line without its line end. Null: it is blank or a comment.</summary>
    public static ConfigurationLine? Read(string line)
    {
        var text = line.AsSpan().Trim(Blanks);
        if (text is [] or ['#', ..])
            return null;
        var end = text.IndexOfAny(Blanks);
        if (end < 0)
            return new ConfigurationLine(text.ToString(), "");
        var argument = text[end..].TrimStart(Blanks);
        return new ConfigurationLine(text[..end].ToString(), Unquoted(argument).ToString());
    }

    /// <summary>Takes one pair of quotes off, if there is one.</summary>
    public static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> argument) => argument is ['"', .. var inner, '"'] ? inner : argument;
}
