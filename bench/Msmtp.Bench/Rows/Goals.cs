namespace Msmtp.Bench;

/// <summary>What is promised, as ratios of ours to msmtp's; null: nothing is promised of it.</summary>
sealed record Goals(double? Wall = null, double? Cpu = null, double? Memory = null);
