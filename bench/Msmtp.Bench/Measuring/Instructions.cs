using System.Globalization;
using System.Text.RegularExpressions;

namespace Msmtp.Bench;

/// <summary>User-space instructions, counted by callgrind: independent of the machine's load.</summary>
static partial class Instructions
{
    const string Valgrind = "/usr/bin/valgrind";

    public static bool CanBeCounted => File.Exists(Valgrind);

    public static double Of(Command command, string scratch)
    {
        var log = Path.Combine(scratch, "callgrind");
        // Unless the heap is limited, the runtime reserves 256 GiB of addresses, more than valgrind has. The limit, 256 MiB in hexadecimal,
        // is what the longest of the growing mails need.
        var limited = command.With("DOTNET_GCHeapHardLimit", "10000000");
        Child.MustSucceed(limited.Under(Valgrind, "--tool=callgrind", "--callgrind-out-file=/dev/null", $"--log-file={log}"));
        return double.Parse(Collected().Match(File.ReadAllText(log)).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Collected : (\d+)")]
    private static partial Regex Collected();
}
