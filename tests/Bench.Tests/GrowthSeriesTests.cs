namespace Msmtp.Bench.Tests;

public sealed class GrowthSeriesTests
{
    [Fact]
    public void Ten_is_linear_whatever_starting_costs() =>
        Assert.Equal(10, Growths(static n => 100 + n).Last()!.Value, precision: 1);

    [Fact]
    public void A_hundred_is_quadratic() => Assert.Equal(100, Growths(static n => 100 + n * n).Last()!.Value, precision: 1);

    [Fact]
    public void What_does_not_show_is_not_told() => Assert.All(Growths(static n => 100 + n / 1e6), static growth => Assert.Null(growth));

    [Fact]
    public void A_step_that_is_none_is_not_told_and_the_one_before_it_stays()
    {
        var series = new GrowthSeries();
        foreach (var step in new long[] { 1, 10, 100, 1000, 1600 })
            series.Add(new GrowthPoint(step, 1 + step, 0, null));

        Assert.Null(series.Growths.Cpu);
        Assert.Equal(10, Assert.Single(series.LastGrowths), precision: 0);
    }

    [Fact]
    public void Time_counts_for_the_verdict_where_instructions_do_not()
    {
        GrowthSeries counted = new(), timed = new();
        foreach (var step in new long[] { 1, 10, 100, 1000 })
        {
            counted.Add(new GrowthPoint(step, step * step, 0, step));
            timed.Add(new GrowthPoint(step, step * step, 0, null));
        }

        Assert.Equal(10, Assert.Single(counted.LastGrowths), precision: 0);
        Assert.Equal(100, Assert.Single(timed.LastGrowths), precision: 0);
    }

    static List<double?> Growths(Func<double, double> cost)
    {
        var series = new GrowthSeries();
        List<double?> growths = [];
        for (var step = 1L; step <= 100_000; step *= 10)
        {
            series.Add(new GrowthPoint(step, cost(step), 0, null));
            growths.Add(series.Growths.Cpu);
        }
        return growths;
    }
}
