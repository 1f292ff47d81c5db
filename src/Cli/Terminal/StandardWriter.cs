namespace Msmtp.Cli;

/// <summary>
/// Standard output or standard error: text goes out as the octets that it came from, unbuffered, a call of write each. As
/// with msmtp nobody is told when nobody reads it: a closed pipe must not undo a mail that has been sent.
/// </summary>
sealed class StandardWriter(int descriptor)
{
    // More words than any struct termios of Linux has.
    const int TerminalAttributes = 64;

    public static StandardWriter Output { get; } = new(FileDescriptor.Inherited(1));

    public static StandardWriter Error { get; } = new(FileDescriptor.Inherited(2));

    /// <summary>Asks the system whether a person reads it: it is a terminal.</summary>
    public bool ReachesPerson() => OperatingSystem.IsLinux() && Libc.GetTerminal(descriptor, stackalloc uint[TerminalAttributes]) == 0;

    /// <summary>Writes a line.</summary>
    public void WriteLine(string line) => Write(line + "\n");

    /// <summary>Writes text that brings its own line ends.</summary>
    public void Write(string text) => Write(OctetText.Encode(text));

    /// <summary>Writes octets.</summary>
    public void Write(ReadOnlySpan<byte> octets)
    {
        try
        {
            FileDescriptor.Write(descriptor, octets);
        }
        catch (IOException)
        {
            // Where the complaint would go is where the trouble is.
        }
    }
}
