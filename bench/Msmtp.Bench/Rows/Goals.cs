namespace Msmtp.Bench;

/// <summary>The goals, as ratios of ours to msmtp's; null: none.</summary>
sealed record Goals(double? Wall = null, double? Cpu = null, double? Memory = null);
