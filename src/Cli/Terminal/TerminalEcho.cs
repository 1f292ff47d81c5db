using System.Runtime.InteropServices;

namespace Msmtp.Cli;

/// <summary>
/// Keeps a terminal from showing what is typed until this is disposed, or until a signal ends the program: the shell must not be left
/// without an echo.
/// </summary>
sealed class TerminalEcho : IDisposable
{
    // struct termios begins with four words of flags on every Linux; what follows differs, and is only copied.
    const int LocalFlags = 3;
    const int Words = 64;
    const uint Echo = 8;
    const int AfterOutputAndFlush = 2;

    static readonly PosixSignal[] Ends = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT, PosixSignal.SIGHUP];

    readonly int descriptor;
    readonly uint[] before;
    readonly PosixSignalRegistration[] registrations;

    TerminalEcho(int descriptor, uint[] before)
    {
        this.descriptor = descriptor;
        this.before = before;
        registrations = Array.ConvertAll(Ends, signal => PosixSignalRegistration.Create(signal, _ => Restore()));
    }

    /// <summary>Turns the echo off. What was typed before is discarded. Null: this is not a terminal, or not on Linux.</summary>
    public static TerminalEcho? TurnOff(int descriptor)
    {
        var before = new uint[Words];
        if (!OperatingSystem.IsLinux() || Libc.GetTerminal(descriptor, before) != 0)
            return null;
        var echo = new TerminalEcho(descriptor, before);
        var silent = before.AsSpan().ToArray();
        silent[LocalFlags] &= ~Echo;
        if (Libc.SetTerminal(descriptor, AfterOutputAndFlush, silent) == 0)
            return echo;
        echo.Dispose();
        return null;
    }

    /// <summary>Restores the terminal.</summary>
    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        Restore();
    }

    void Restore() => Libc.SetTerminal(descriptor, AfterOutputAndFlush, before);
}
