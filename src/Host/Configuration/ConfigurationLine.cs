using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>
/// One line of msmtprc: a command and the octets of its argument, empty if it has none.
/// <code>
/// line     = *WSP [ command [ 1*WSP argument ] ] *WSP
/// argument = text | DQUOTE text DQUOTE            ; one pair is taken off, nothing is unescaped; a lone one in front is an error
/// comment  = *WSP "#" *text
/// </code>
/// </summary>
readonly record struct ConfigurationLine(string Command, ReadOnlyMemory<byte> Octets)
{
    /// <summary>The argument as text. For a secret use <see cref="Octets"/>: text cannot be zeroed.</summary>
    public string Argument => OctetText.Decode(Octets.Span);

    /// <summary>Where it stands, <c>FILE: line N</c>, for a command whose mistakes are only found later; null: nobody asks.</summary>
    public string? Place { get; init; }

    /// <summary>The argument begins with a quote and has no other: the closing one was forgotten.</summary>
    public bool HasOpenQuote { get; init; }

    /// <summary>Reads a line without its line end. Null: it is blank or a comment.</summary>
    public static ConfigurationLine? Read(ReadOnlyMemory<byte> line)
    {
        var text = line.Trim(" \t"u8);
        if (text.Span is [] or [(byte)'#', ..])
            return null;
        var end = text.Span.IndexOfAny(" \t"u8);
        if (end < 0)
            return new ConfigurationLine(OctetText.Decode(text.Span), default);
        var argument = text[end..].TrimStart(" \t"u8);
        var isQuoted = argument.Span is [(byte)'"', .., (byte)'"'];
        return new ConfigurationLine(OctetText.Decode(text.Span[..end]), isQuoted ? argument[1..^1] : argument)
        {
            HasOpenQuote = argument.Span is [(byte)'"', .. var rest] && !rest.Contains((byte)'"'),
        };
    }

    /// <summary>Removes one pair of quotes, if there is one.</summary>
    public static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> argument) => argument is ['"', .. var inner, '"'] ? inner : argument;
}
