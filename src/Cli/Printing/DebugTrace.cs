namespace Msmtp.Cli;

/// <summary>Shows the dialogue on standard output as it happens, with the line ends of the wire, as msmtp does.</summary>
/// <param name="secrets">Whether credentials are shown as they are sent.</param>
sealed class DebugTrace(SecretDisplay secrets) : ITrace
{
    public void Received(ReadOnlySpan<byte> line) => Write("<-- "u8, line, []);

    public void Sent(ReadOnlySpan<byte> line) => Write("--> "u8, line, []);

    public void SentSecret(ReadOnlySpan<byte> visible, ReadOnlySpan<byte> secret) =>
        Write("--> "u8, visible, secrets == SecretDisplay.Shown ? secret : "***"u8);

    public void Note(string line) => StandardWriter.Output.WriteLine(TerminalText.Line(line));

    static void Write(ReadOnlySpan<byte> direction, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        StandardWriter.Output.Write([.. direction, .. TerminalText.Line(first), .. TerminalText.Line(second), .. "\r\n"u8]);
}

/// <summary>Whether <c>--debug</c> shows credentials.</summary>
enum SecretDisplay
{
    /// <summary>Three stars are shown instead.</summary>
    Hidden,

    /// <summary>As it is sent: base64, which hides nothing.</summary>
    Shown,
}
