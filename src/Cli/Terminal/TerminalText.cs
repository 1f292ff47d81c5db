using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary>Makes text from elsewhere safe to show on a terminal. Tabs are kept: the dialogue holds folded header fields.</summary>
static class TerminalText
{
    /// <summary>A line; control characters become <c>?</c>.</summary>
    public static string Line(string line) => Kept(line, '\t', PrintableText.Text);

    /// <summary>The same for a text of many lines.</summary>
    public static string Lines(string text) => Kept(text, '\n', Line);

    /// <summary>The same for a line of the wire. If it is all printable ASCII, it is returned as it is, without a copy.</summary>
    public static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> line) =>
        line.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? OctetText.Encode(Line(OctetText.Decode(line))) : line;

    static string Kept(string text, char kept, Func<string, string> shown) =>
        text.Contains(kept, StringComparison.Ordinal) ? string.Join(kept, text.Split(kept).Select(shown)) : shown(text);
}
