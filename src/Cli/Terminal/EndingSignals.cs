using System.Runtime.InteropServices;

namespace Msmtp.Cli;

/// <summary>
/// Signals that end this program: a command that runs for it gets them, too, so that it is not left behind; and whoever sends mails ends the one
/// under way first.
/// </summary>
static class EndingSignals
{
    const nint Ignored = 1;
    const int StructureSize = 256;

    // By number on every Linux.
    static readonly (PosixSignal Signal, int Number)[] All =
        [(PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, 2), (PosixSignal.SIGQUIT, 3), (PosixSignal.SIGTERM, 15)];

    /// <summary>
    /// Passes them to an action until the result is disposed; after that they end the program as usual. A signal that the caller ignores
    /// stays ignored.
    /// </summary>
    public static IDisposable PassOn(Action<int> action) =>
        Register(All, signal => PosixSignalRegistration.Create(signal.Signal, _ => action(signal.Number)));

    /// <summary>
    /// Those that ask this program to end cancel a source instead, until the result is disposed. Whoever says so a second time means it; but
    /// where a session ends, SIGTERM and SIGHUP come together.
    /// </summary>
    public static IDisposable Cancel(CancellationTokenSource stopping) =>
        Register(All.Where(static signal => signal.Signal != PosixSignal.SIGQUIT), signal => PosixSignalRegistration.Create(signal.Signal, context =>
        {
            context.Cancel = context.Signal == PosixSignal.SIGHUP || !stopping.IsCancellationRequested;
            stopping.Cancel();
        }));

    static Registrations Register(IEnumerable<(PosixSignal Signal, int Number)> signals, Func<(PosixSignal Signal, int Number), PosixSignalRegistration> register)
    {
        try
        {
            return new Registrations([.. signals.Where(static signal => !IsIgnored(signal.Number)).Select(register)]);
        }
        catch (Exception e) when (e is TypeInitializationException or IOException or OutOfMemoryException)
        {
            // The runtime handles signals on a thread of its own, which the caller's limits may not allow.
            return new Registrations([]);
        }
    }

    static unsafe bool IsIgnored(int signal)
    {
        var action = stackalloc byte[StructureSize];
        return Libc.GetSignal(signal, 0, action) == 0 && *(nint*)action == Ignored;
    }

    sealed class Registrations(PosixSignalRegistration[] all) : IDisposable
    {
        public void Dispose() => Array.ForEach(all, static one => one.Dispose());
    }
}
