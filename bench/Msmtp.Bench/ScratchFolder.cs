using System.Runtime.InteropServices;

namespace Msmtp.Bench;

/// <summary>
/// The folder for everything that is written, deleted at the end, after a failure, and on an interrupt. The programs that were started then
/// end by themselves, see <see cref="ServerProcess"/>.
/// </summary>
sealed class ScratchFolder : IDisposable
{
    const int Interrupted = 130;

    readonly PosixSignalRegistration[] signals;

    public ScratchFolder()
    {
        PosixSignal[] ends = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        signals = [.. ends.Select(signal => PosixSignalRegistration.Create(signal, GiveUp))];
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("msmtp-bench-").FullName;

    public void Dispose()
    {
        foreach (var signal in signals)
            signal.Dispose();
        Directory.Delete(Path, recursive: true);
    }

    void GiveUp(PosixSignalContext context)
    {
        context.Cancel = true;
        Directory.Delete(Path, recursive: true);
        Environment.Exit(Interrupted);
    }
}
