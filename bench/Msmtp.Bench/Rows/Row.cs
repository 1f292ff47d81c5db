namespace Msmtp.Bench;

/// <summary>A line of the table: some work, what is promised of it, and how it is measured.</summary>
sealed record Row(string Work, Goals Goals, Func<Workbench, Outcome> Measure);
