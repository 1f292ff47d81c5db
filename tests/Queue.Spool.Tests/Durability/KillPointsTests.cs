using Msmtp.TestKit;

namespace Msmtp.Queue.Spool.Tests.Durability;

/// <summary>
/// Somebody kills the command, at each of its system calls in turn. The caller puts the mail again under its key, the next run goes on, and
/// the server has every mail once, or twice and the log says so. Here it is each call from the first one that touches the queue on, and some of
/// those before it; MSMTP_KILLPOINTS=all tries all of them.
/// </summary>
public sealed class KillPointsTests
{
    const int Sample = 12;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static bool IsEach => Environment.GetEnvironmentVariable("MSMTP_KILLPOINTS") == "all";

    [Fact]
    public async Task A_mail_whose_put_is_killed_is_sent_once_when_it_is_put_again() => Assert.Empty(await SearchPutAsync(fault: null));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_is_killed_loses_nothing_and_doubles_nothing_without_a_word(bool failsOver) =>
        Assert.Empty(await SearchRunAsync(fault: null, failsOver));

    [Fact]
    public async Task A_mail_accepted_before_it_is_stored_is_missed() =>
        Assert.Contains(await SearchPutAsync(PlantedEarly), static fault => fault.StartsWith("lost", StringComparison.Ordinal));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_attempt_that_is_not_noted_is_missed(bool failsOver) =>
        Assert.Contains(await SearchRunAsync("nomark", failsOver), static fault => fault.StartsWith("doubled without a word", StringComparison.Ordinal));

    const string PlantedEarly = "early";

    static async Task<List<string>> SearchPutAsync(string? fault)
    {
        Strace.Require();
        using var command = new CommandUnderTest(fault);
        var faults = new List<string>();
        foreach (var (call, time) in await PointsAsync(command, command.Put("k1"), command.Reset))
        {
            command.Reset();
            var killed = await Strace.Killed(command.Put("k1"), call, time).RunAsync(Token);
            // Whoever was told that it is safe does not try again.
            if (killed.ExitCode != 0)
                await command.PutAsync("k1");
            var delivered = await command.DeliverAsync();
            if (delivered.Count("k1") == 0)
                faults.Add($"lost, killed at {call} {time}");
            if (delivered.Count("k1") > 1)
                faults.Add($"doubled, killed at {call} {time}");
            if (CommandUnderTest.Left(command.Queue).Any())
                faults.Add($"something is left, killed at {call} {time}: {string.Join(' ', CommandUnderTest.Left(command.Queue))}");
            if (fault is not null && faults.Count > 0)
                break;
        }
        return faults;
    }

    static async Task<List<string>> SearchRunAsync(string? fault, bool failsOver)
    {
        Strace.Require();
        using var command = new CommandUnderTest(fault, failsOver);
        var faults = new List<string>();
        await FillAsync(command);
        foreach (var (call, time) in await PointsAsync(command, command.Run(), static () => { }))
        {
            await FillAsync(command);
            await Strace.Killed(command.Run(), call, time).RunAsync(Token);
            var before = await command.Server.TakeAsync(Token);
            var after = await command.DeliverAsync();
            faults.AddRange(Faults(before, after).Select(text => $"{text}, killed at {call} {time}"));
            if (CommandUnderTest.Left(command.Queue).Any())
                faults.Add($"something is left, killed at {call} {time}: {string.Join(' ', CommandUnderTest.Left(command.Queue))}");
            if (fault is not null && faults.Count > 0)
                break;
        }
        return faults;
    }

    static IEnumerable<string> Faults(List<string> before, Delivered after)
    {
        foreach (var id in (string[])["k1", "k2"])
        {
            var count = before.Count(each => each == id) + after.Count(id);
            if (count == 0)
                yield return $"lost {id}";
            if (count > 1 && !after.IsSaid)
                yield return $"doubled without a word {id}";
            if (count > 2)
                yield return $"more than doubled {id}";
        }
    }

    // One with a key, one without.
    static async Task FillAsync(CommandUnderTest command)
    {
        command.Reset();
        await command.PutAsync("k1");
        var result = await command.Put("k2", hasKey: false).RunAsync(Token);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    // strace counts the calls of one name in each thread.
    static async Task<List<(string Call, int Time)>> PointsAsync(CommandUnderTest command, CommandRunner run, Action reset)
    {
        reset();
        var calls = await Strace.RecordAsync(run, Path.Combine(command.Folder("traces"), "trace"), "", Token);
        await command.Server.TakeAsync(Token);
        var counts = new Dictionary<(string, string), int>();
        var points = new List<(string Call, int Time)>();
        var isInQueue = false;
        foreach (var (call, i) in calls.Select(static (call, i) => (call, i)))
        {
            var time = counts[(call.Thread, call.Name)] = counts.GetValueOrDefault((call.Thread, call.Name)) + 1;
            isInQueue |= call.Texts.Contains(command.Queue);
            if ((IsEach || isInQueue || i % (calls.Count / Sample) == 0) && call.Name != "execve" && !points.Contains((call.Name, time)))
                points.Add((call.Name, time));
        }
        TestContext.Current.SendDiagnosticMessage($"{points.Count} of {calls.Count} system calls");
        return points;
    }
}
