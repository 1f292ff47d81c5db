using System.Globalization;
using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Queue.Spool.Tests.Durability;

/// <summary>A system call, as strace(1) shows it.</summary>
/// <param name="Thread">Who made it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">Its arguments, strings in hexadecimal.</param>
/// <param name="Result">What it returned.</param>
sealed partial record SystemCall(string Thread, string Name, string Arguments, long Result)
{
    /// <summary>The octets of its strings.</summary>
    public IReadOnlyList<byte[]> Octets => field ??= [.. Quoted().Matches(Arguments).Select(static text => Hex(text.Groups[1].Value))];

    public IReadOnlyList<string> Texts => [.. Octets.Select(static octets => System.Text.Encoding.UTF8.GetString(octets))];

    public string Argument(int index) => Arguments.Split(", ")[index];

    public int Number(int index) => Argument(index) == "AT_FDCWD" ? -100 : int.Parse(Argument(index), CultureInfo.InvariantCulture);

    static byte[] Hex(string text) => Convert.FromHexString(text.Replace("\\x", "", StringComparison.Ordinal));

    [GeneratedRegex("\"((?:\\\\x..)*)\"")]
    private static partial Regex Quoted();
}

/// <summary>Runs a program under strace(1).</summary>
static partial class Strace
{
    public static string? Program => field ??= Environment.GetEnvironmentVariable("PATH")?.Split(':').Select(static folder => Path.Combine(folder, "strace")).FirstOrDefault(File.Exists);

    /// <summary>Skips the test where there is none, or where it may not be used.</summary>
    public static void Require() => Assert.SkipWhen(Program is null, "strace is not installed");

    /// <summary>Runs a program, and says what it did.</summary>
    /// <param name="command">The program.</param>
    /// <param name="trace">A file for what strace writes.</param>
    /// <param name="calls">The calls; empty: all.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static async Task<IReadOnlyList<SystemCall>> RecordAsync(CommandRunner command, string trace, string calls, CancellationToken cancellationToken)
    {
        var recorded = await (command with
        {
            Path = Program!,
            Arguments = ["-f", "-xx", "-s", "100000", .. calls.Length > 0 ? new[] { "-e", $"trace={calls}" } : [], "-o", trace, command.Path, .. command.Arguments],
        }).RunAsync(cancellationToken);
        Assert.True(recorded.ExitCode == 0, recorded.ToString());
        return [.. Read(await File.ReadAllLinesAsync(trace, cancellationToken))];
    }

    /// <summary>The program, killed when it enters a system call for this time.</summary>
    public static CommandRunner Killed(CommandRunner command, string call, int time) => command with
    {
        Path = Program!,
        Arguments = ["-f", "-qq", "-o", "/dev/null", "-e", $"trace={call}", "-e", $"inject={call}:signal=KILL:when={time}", command.Path, .. command.Arguments],
    };

    // A call during which another thread made one is on two lines.
    static IEnumerable<SystemCall> Read(IEnumerable<string> lines)
    {
        var begun = new Dictionary<string, string>();
        foreach (var line in lines)
        {
            var text = line;
            if (Unfinished().Match(text) is { Success: true } half)
            {
                begun[half.Groups[1].Value] = text[..half.Groups[2].Index];
                continue;
            }
            if (Resumed().Match(text) is { Success: true } rest && begun.Remove(rest.Groups[1].Value, out var start))
                text = start + rest.Groups[2].Value;
            if (Call().Match(text) is { Success: true } call)
                yield return new SystemCall(
                    call.Groups[1].Value, call.Groups[2].Value, call.Groups[3].Value, long.TryParse(call.Groups[4].Value, out var result) ? result : 0);
        }
    }

    [GeneratedRegex(@"^(\d+)\s+\w+\(.*?( *<unfinished \.\.\.>)$")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^(\d+)\s+<\.\.\. \w+ resumed>(.*)$")]
    private static partial Regex Resumed();

    [GeneratedRegex(@"^(\d+)\s+(\w+)\((.*)\)\s+= (-?\d+|\?)")]
    private static partial Regex Call();
}
