using Msmtp.TestKit;

namespace Msmtp.Parity.Generators;

public sealed class DeviationsTests
{
    [Fact]
    public void Each_is_written_down()
    {
        var rows = File.ReadAllLines(Path.Combine(TestPaths.Root, "docs", "deviations.md"));

        Assert.All(Deviations.All, deviation => Assert.Contains(rows, row => row.StartsWith($"| {deviation.Row} |",
            StringComparison.Ordinal)));
    }
}
