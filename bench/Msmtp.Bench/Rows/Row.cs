namespace Msmtp.Bench;

/// <summary>A row of the table: the work, its goals, and how it is measured.</summary>
sealed record Row(string Work, Goals Goals, Func<Workbench, Outcome> Measure);
