using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary>
/// Standard output or standard error: text is written as the octets that it came from, unbuffered, one call of write each. As in msmtp, a
/// failure is ignored: a closed pipe must not make a mail that was sent look like a failure.
/// </summary>
sealed class StandardWriter(int descriptor)
{
    // More words than struct termios has on any Linux.
    const int TerminalAttributes = 64;

    public static StandardWriter Output { get; } = new(FileDescriptor.Inherited(1));

    public static StandardWriter Error { get; } = new(FileDescriptor.Inherited(2));

    /// <summary>Whether a person reads it: asks the system whether it is a terminal.</summary>
    public bool ReachesPerson() => OperatingSystem.IsLinux() && Libc.GetTerminal(descriptor, stackalloc uint[TerminalAttributes]) == 0;

    /// <summary>Writes a line.</summary>
    public void WriteLine(string line) => Write(line + "\n");

    /// <summary>Writes text that includes its line ends.</summary>
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
            // There is nowhere left to complain.
        }
    }
}
