namespace Msmtp.Bench;

/// <summary>The cost of one step for one program.</summary>
/// <param name="Step">The quantity.</param>
/// <param name="Cpu">CPU time in milliseconds, median.</param>
/// <param name="Memory">Peak memory in KiB.</param>
/// <param name="Instructions">Millions in user space; null: they were not counted.</param>
readonly record struct GrowthPoint(long Step, double Cpu, double Memory, double? Instructions);
