namespace Msmtp.Bench;

static class Medians
{
    public static double Median<T>(this IEnumerable<T> things, Func<T, double> number) => things.Select(number).Median();

    public static double Median(this IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
