using System.Globalization;

namespace Msmtp.Bench;

/// <summary>The machine that the numbers are from.</summary>
static class Machine
{
    public static string Describe() => string.Create(CultureInfo.InvariantCulture, $"""
        - machine: {Cpu()}, {Environment.ProcessorCount} cores, {MemoryInGib()} GiB, Linux {Kernel()}
        """);

    static string Cpu() => Field("/proc/cpuinfo", "model name") ?? "unknown CPU";

    static string Kernel() => File.ReadAllText("/proc/sys/kernel/osrelease").Trim();

    static long MemoryInGib() =>
        long.Parse(Field("/proc/meminfo", "MemTotal")!.Split(' ')[0], CultureInfo.InvariantCulture) / 1024 / 1024;

    static string? Field(string file, string name) => File.ReadLines(file)
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(static line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())
        .FirstOrDefault();
}
