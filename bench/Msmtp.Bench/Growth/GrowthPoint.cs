namespace Msmtp.Bench;

/// <summary>What one step costs one program.</summary>
/// <param name="Step">How much there was.</param>
/// <param name="Cpu">Milliseconds of the processor, median.</param>
/// <param name="Memory">KiB at the peak.</param>
/// <param name="Instructions">Millions in user space; null: they were not counted.</param>
readonly record struct GrowthPoint(long Step, double Cpu, double Memory, double? Instructions);
