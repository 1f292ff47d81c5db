namespace Msmtp.Cli;

/// <summary>Shows the dialogue as it happens, with the line ends of the wire, as msmtp does.</summary>
/// <param name="output">Standard output, where that is not needed for something else.</param>
/// <param name="secrets">Whether credentials are shown as they are sent.</param>
sealed class DebugTrace(StandardWriter output, SecretDisplay secrets) : ITrace
{
    public void Received(ReadOnlySpan<byte> line) => Write("<-- "u8, line, []);

    public void Sent(ReadOnlySpan<byte> line) => Write("--> "u8, line, []);

    public void SentSecret(ReadOnlySpan<byte> visible, ReadOnlySpan<byte> secret) =>
        Write("--> "u8, visible, secrets == SecretDisplay.Shown ? secret : "***"u8);

    public void Note(string line) => output.WriteLine(TerminalText.Line(line));

    void Write(ReadOnlySpan<byte> direction, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        output.Write([.. direction, .. TerminalText.Line(first), .. TerminalText.Line(second), .. "\r\n"u8]);
}

/// <summary>Whether <c>--debug</c> shows credentials.</summary>
enum SecretDisplay
{
    /// <summary>Three stars are shown instead.</summary>
    Hidden,

    /// <summary>As it is sent: base64, which hides nothing.</summary>
    Shown,
}
