namespace Msmtp.Bench;

/// <summary>The cost of one run: wall time, and CPU time in the program and the kernel together.</summary>
readonly record struct Cost(TimeSpan Wall, TimeSpan Cpu, int ExitCode);
