namespace Msmtp.Bench.Tests;

public sealed class RatioTests
{
    [Fact]
    public void Is_taken_pair_by_pair() => Assert.Equal(new Ratio(0.5, 0.25, 2), Ratio.Of([1, 2, 2], [4, 4, 1]));

    [Fact]
    public void Of_an_even_number_is_the_middle_of_the_two_in_the_middle() => Assert.Equal(2.5, new double[] { 9, 2, 3, 1 }.Median());
}
