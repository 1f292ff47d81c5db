namespace Msmtp.Parity;

/// <summary>Runs a scenario with msmtp and with us, side by side, each in a home of its own.</summary>
static class Parity
{
    /// <summary>Fails, showing the lines that differ, unless msmtp and ours did the same.</summary>
    public static async Task AgreeAsync(this Scenario scenario, IReadOnlyList<string> ours)
    {
        var msmtp = Installed.Require();
        var runs = await Task.WhenAll(new[] { msmtp }.Concat(ours).Select(program => new ProgramRun(scenario, program).ObserveAsync()));
        foreach (var (program, observed) in ours.Zip(runs.Skip(1)))
        {
            if (Difference.Between(runs[0], observed, scenario.Compared) is { } difference)
                Assert.Fail($"{program} (+) differs from {msmtp} (-)\n{difference}");
        }
    }
}
