using System.Diagnostics;

namespace Msmtp.Bench;

/// <summary>
/// Runs a command and measures it: posix_spawn, then wait4, whose rusage is in microseconds and includes the children that the command
/// itself has waited for. It is not used for peak memory: see <see cref="PeakMemory"/>.
/// </summary>
static class Child
{
    /// <exception cref="InvalidOperationException">It failed: a failure costs something else than what is measured.</exception>
    public static Cost MustSucceed(Command command)
    {
        var cost = Run(command);
        return cost.ExitCode == 0 ? cost : throw new InvalidOperationException($"exit code {cost.ExitCode}: {command}");
    }

    public static unsafe Cost Run(Command command)
    {
        using var spawn = new Spawn(command);
        var start = Stopwatch.GetTimestamp();
        var child = spawn.Start();
        // struct rusage: two struct timeval, the user's and the system's, and fourteen more numbers.
        var usage = stackalloc long[18];
        int status;
        while (Libc.wait4(child, &status, 0, usage) < 0)
        {
        }
        var wall = Stopwatch.GetElapsedTime(start);
        return new Cost(wall, TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]), ExitCode(status));
    }

    // As in a shell: for a signal, 128 and its number.
    static int ExitCode(int status) => (status & 0x7F) is var signal and not 0 ? 128 + signal : (status >> 8) & 0xFF;
}
