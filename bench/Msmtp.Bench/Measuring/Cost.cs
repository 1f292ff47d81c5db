namespace Msmtp.Bench;

/// <summary>What one run took: the time on the wall, and that of the processor in the program and the kernel together.</summary>
readonly record struct Cost(TimeSpan Wall, TimeSpan Cpu, int ExitCode);
