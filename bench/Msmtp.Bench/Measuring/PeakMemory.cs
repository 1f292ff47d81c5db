using System.Globalization;

namespace Msmtp.Bench;

/// <summary>
/// The peak resident memory of a program, in KiB. Not from wait4's ru_maxrss: a child spawned from this process shares its memory until it
/// calls exec, and the kernel keeps that high-water mark, so that a program of 4 MiB would appear to have its parent's 40 MiB or more.
/// GNU time is the parent instead: it forks at about 1 MiB.
/// </summary>
static class PeakMemory
{
    const string Time = "/usr/bin/time";

    public static double Of(Command command, string scratch, int count)
    {
        var file = Path.Combine(scratch, "memory");
        var timed = command.Under(Time, "-f", "%M", "-o", file);
        return Enumerable.Range(0, count).Select(_ => Once(timed, file)).Median();
    }

    static double Once(Command timed, string file)
    {
        Child.MustSucceed(timed);
        return double.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture);
    }
}
