using System.Diagnostics;

namespace Msmtp.Bench;

/// <summary>What a sender did in its turn, and what that cost this process.</summary>
/// <param name="Mails">In a second.</param>
/// <param name="Cpu">Microseconds of CPU time for each, the kernel's included.</param>
/// <param name="Allocated">Octets for each.</param>
readonly record struct Turn(double Mails, double Cpu, double Allocated)
{
    /// <summary>Has so many callers send mails for so long.</summary>
    public static async Task<Turn> RunAsync(ISender sender, int callers, TimeSpan time)
    {
        var (cpu, allocated, start) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
        var end = Environment.TickCount64 + (long)time.TotalMilliseconds;
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => SendUntilAsync(sender, end))));
        var (count, seconds) = ((double)counts.Sum(), Stopwatch.GetElapsedTime(start).TotalSeconds);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        return new Turn(count / seconds, cpu.TotalMicroseconds / count, allocated / count);
    }

    /// <summary>Part by part, over turns.</summary>
    public static Turn Median(IReadOnlyCollection<Turn> turns) =>
        new(turns.Median(static turn => turn.Mails), turns.Median(static turn => turn.Cpu), turns.Median(static turn => turn.Allocated));

    static async Task<long> SendUntilAsync(ISender sender, long end)
    {
        var count = 0L;
        do
        {
            await sender.SendAsync();
            count++;
        }
        while (Environment.TickCount64 < end);
        return count;
    }
}
