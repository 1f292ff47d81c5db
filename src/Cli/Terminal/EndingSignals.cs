using System.Runtime.InteropServices;

namespace Msmtp.Cli;

/// <summary>Signals that end this program while a command runs for it: the command gets them, too, so that it is not left behind.</summary>
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
    public static IDisposable PassOn(Action<int> action)
    {
        try
        {
            return new Registrations(
            [
                .. All.Where(static signal => !IsIgnored(signal.Number))
                    .Select(signal => PosixSignalRegistration.Create(signal.Signal, _ => action(signal.Number))),
            ]);
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
