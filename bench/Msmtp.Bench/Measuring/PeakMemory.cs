using System.Globalization;

namespace Msmtp.Bench;

/// <summary>
/// The most memory that a program had resident, in KiB. Not by wait4's ru_maxrss: a child that is spawned from this process shares its
/// memory until it calls exec, and the kernel carries the high-water mark of that moment over, so that a program of 4 MiB would be told
/// as the 40 MiB or more of its parent. GNU time is the parent instead: it forks at about 1 MiB.
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
