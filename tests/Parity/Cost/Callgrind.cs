using System.Globalization;
using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Parity.Cost;

/// <summary>
/// Instructions that a program takes in user space, as callgrind counts them: the same number, but for a few of a thousand, however
/// busy the machine is.
/// </summary>
static partial class Callgrind
{
    const string Valgrind = "/usr/bin/valgrind";

    /// <summary>Skips the test where nothing can be counted, and says so.</summary>
    public static void Require() => Assert.SkipUnless(File.Exists(Valgrind), "valgrind is not installed: instructions cannot be counted");

    /// <summary>Runs a program that has to succeed.</summary>
    public static async Task<double> CountAsync(CommandRunner program, CancellationToken cancellationToken)
    {
        var counted = program with
        {
            Path = Valgrind,
            Arguments = ["--tool=callgrind", "--callgrind-out-file=/dev/null", program.Path, .. program.Arguments],
            // 256 MiB: of itself the runtime reserves more addresses than valgrind has. The real msmtp does not look at it.
            Environment = new Dictionary<string, string>(program.Environment) { ["DOTNET_GCHeapHardLimit"] = "10000000" },
            Timeout = TimeSpan.FromMinutes(2),
        };
        var result = await counted.RunAsync(cancellationToken);
        Assert.True(result.ExitCode == 0, result.ToString());
        return double.Parse(Collected().Match(result.ErrorText).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Collected : (\d+)")]
    private static partial Regex Collected();
}
