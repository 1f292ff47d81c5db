namespace Msmtp.Bench;

/// <summary>Ours divided by theirs, pair by pair: the runs of a pair follow each other, under the same load.</summary>
readonly record struct Ratio(double Median, double Least, double Greatest)
{
    public static Ratio Of(IEnumerable<double> ours, IEnumerable<double> theirs) => Of(ours.Zip(theirs, static (a, b) => a / b));

    public static Ratio Of(IEnumerable<double> ratios)
    {
        double[] all = [.. ratios];
        return new Ratio(all.Median(), all.Min(), all.Max());
    }
}
