using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Cli.Tests.Terminal;

/// <summary>A terminal with a test at the keyboard.</summary>
sealed class PseudoTerminal : IDisposable
{
    const int ReadWriteWithoutControl = 2 | 0x100;
    const int LocalFlags = 3;
    const uint EchoFlag = 8;

    readonly int keyboard;

    PseudoTerminal(int keyboard)
    {
        this.keyboard = keyboard;
        Path = Marshal.PtrToStringUTF8(ptsname(keyboard)) ?? "";
    }

    /// <summary>Why there is none; null: there are some.</summary>
    public static string? Missing => OperatingSystem.IsLinux() && File.Exists("/dev/ptmx") ? null : "no pseudo-terminals here";

    /// <summary>The terminal's device.</summary>
    public string Path { get; }

    /// <summary>What is typed is shown.</summary>
    public bool Echoes
    {
        get
        {
            var attributes = new uint[64];
            Assert.Equal(0, Libc.GetTerminal(keyboard, attributes));
            return (attributes[LocalFlags] & EchoFlag) != 0;
        }
    }

    public static PseudoTerminal Open()
    {
        var keyboard = posix_openpt(ReadWriteWithoutControl);
        Assert.True(keyboard >= 0 && grantpt(keyboard) == 0 && unlockpt(keyboard) == 0);
        return new PseudoTerminal(keyboard);
    }

    /// <summary>Opens the terminal itself, as a program does.</summary>
    public SafeFileHandle OpenTerminal() => File.OpenHandle(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);

    public void Type(string keys) => FileDescriptor.Write(keyboard, Encoding.UTF8.GetBytes(keys));

    /// <summary>Waits for something to be shown.</summary>
    public string Shown()
    {
        var poll = new Libc.PollRequest { Number = keyboard, Events = Libc.PollIn };
        Assert.True(Libc.Poll(ref poll, 1, (int)TimeSpan.FromSeconds(30).TotalMilliseconds) > 0, "nothing was shown");
        var screen = new byte[256];
        return Encoding.UTF8.GetString(screen, 0, FileDescriptor.Read(keyboard, screen));
    }

    public void Dispose() => _ = close(keyboard);

    [DllImport("libc")]
    static extern int posix_openpt(int flags);

    [DllImport("libc")]
    static extern int grantpt(int descriptor);

    [DllImport("libc")]
    static extern int unlockpt(int descriptor);

    [DllImport("libc")]
    static extern nint ptsname(int descriptor);

    [DllImport("libc")]
    static extern int close(int descriptor);
}
