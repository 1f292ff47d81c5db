using System.Runtime.Versioning;

namespace Msmtp.Queue.Spool.Tests.Durability;

/// <summary>
/// The power is cut, anywhere: two mails are put and delivered under strace, with their data; from that, every state is made that the disk
/// may have at any point, for what was not synced may be there, or half of it, or not. From each of them the command has to go on: what it
/// promised is kept, and nothing comes twice without a word.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class CrashStatesTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_doubled_without_a_word()
    {
        var result = await SearchAsync(fault: null);

        Assert.True(result.States > 30, $"only {result.States} states");
        Assert.Empty(result.Faults);
        Assert.True(result.Said > 0, "no state in which a mail may have been delivered");
    }

    // Given up, and tried again by hand: on its way to the dead ones and back a mail has two names, and never none.
    [Fact]
    public async Task A_mail_that_was_given_up_is_not_lost()
    {
        Strace.Require();
        using var command = new CommandUnderTest();
        var recording = new DiskRecording(Path.GetDirectoryName(command.Queue)!);
        await RecordAsync(command, recording, command.Put("k1"), "k1");
        command.Server.Refused = "k1";
        await RecordAsync(command, recording, command.Run(), null);
        Assert.Contains(Path.Combine(command.Queue, "dead"), Directory.EnumerateDirectories(command.Queue));
        await RecordAsync(command, recording, command.Retry(), null);
        command.Server.Refused = null;
        await command.Server.TakeAsync(Token);

        var (random, states) = (new Random(1), 0);
        for (var cut = recording.Steps.IndexOf(new Step.Accepted("k1")) + 1; cut <= recording.Steps.Count; cut++)
            foreach (var state in DiskState.After(recording.Steps.Take(cut), random))
            {
                var queue = Restore(command, state);
                var retried = await command.Retry(command.Configure("state.rc", queue)).RunAsync(Token);
                Assert.True(retried.ExitCode == 0, $"{retried}, cut after step {cut}: {recording.Steps[cut - 1]}");
                var delivered = await command.DeliverAsync(command.Configure("state.rc", queue));
                Assert.True(delivered.Count("k1") == 1, $"{delivered.Count("k1")} times, cut after step {cut}: {recording.Steps[cut - 1]}");
                states++;
            }
        Assert.True(states > 30, $"only {states} states");
    }

    [Theory]
    [InlineData("nofsync", "lost")]
    [InlineData("nodirsync", "lost")]
    [InlineData("early", "lost")]
    [InlineData("tmpname", "something is left")]
    [InlineData("nomark", "doubled without a word")]
    [InlineData("nosentsync", "doubled after it was over")]
    public async Task A_planted_fault_is_found(string fault, string found)
    {
        var result = await SearchAsync(fault);

        Assert.Contains(result.Faults, text => text.StartsWith(found, StringComparison.Ordinal));
    }

    static async Task<Found> SearchAsync(string? fault)
    {
        Strace.Require();
        using var command = new CommandUnderTest(fault);
        var steps = await RecordAsync(command);
        var (random, seen, faults, said) = (new Random(1), new HashSet<string>(), new List<string>(), 0);
        for (var cut = 0; cut <= steps.Count; cut++)
        {
            var before = steps.Take(cut).ToList();
            foreach (var state in DiskState.After(before, random))
            {
                if (!seen.Add($"{state.Fingerprint()} {before.Count(static step => step is Step.Accepted or Step.Sent or Step.Over)}"))
                    continue;
                var delivered = await RecoverAsync(command, state);
                said += delivered.Delivered.IsSaid ? 1 : 0;
                faults.AddRange(Faults(before, delivered).Select(text => $"{text}, cut after step {cut}: {(cut > 0 ? steps[cut - 1] : null)}"));
                // One is enough, when it is there on purpose.
                if (fault is not null && faults.Count > 20)
                    return new Found(seen.Count, faults, said);
            }
        }
        return new Found(seen.Count, faults, said);
    }

    // One mail with a key, one without.
    static async Task<List<Step>> RecordAsync(CommandUnderTest command)
    {
        var recording = new DiskRecording(Path.GetDirectoryName(command.Queue)!);
        await RecordAsync(command, recording, command.Put("k1"), "k1");
        await RecordAsync(command, recording, command.Put("k2", hasKey: false), "k2");
        await RecordAsync(command, recording, command.Run(), null);
        await command.Server.TakeAsync(Token);
        return recording.Steps;
    }

    static async Task RecordAsync(CommandUnderTest command, DiskRecording recording, TestKit.CommandRunner run, string? accepted) =>
        recording.Play(await Strace.RecordAsync(run, Path.Combine(command.Folder("traces"), "trace"), DiskRecording.Calls, Token), accepted);

    static string Restore(CommandUnderTest command, DiskState state)
    {
        var folder = command.Folder("state");
        Directory.Delete(folder, recursive: true);
        state.Write(folder);
        command.ForgetLog();
        return Path.Combine(folder, "queue");
    }

    static async Task<Recovered> RecoverAsync(CommandUnderTest command, DiskState state)
    {
        var queue = Restore(command, state);
        var delivered = await command.DeliverAsync(command.Configure("state.rc", queue));
        return new Recovered(delivered, [.. CommandUnderTest.Left(queue)]);
    }

    static IEnumerable<string> Faults(List<Step> before, Recovered recovered)
    {
        foreach (var id in (string[])["k1", "k2"])
        {
            var sent = before.Count(step => step is Step.Sent done && done.Id == id);
            var count = sent + recovered.Delivered.Count(id);
            if (count == 0 && before.Contains(new Step.Accepted(id)))
                yield return $"lost {id}";
            if (count > 1 && !recovered.Delivered.IsSaid)
                yield return $"doubled without a word {id}";
            if (count > 1 && before.Any(static step => step is Step.Over))
                yield return $"doubled after it was over {id}";
        }
        if (recovered.Left.Count > 0)
            yield return $"something is left: {string.Join(' ', recovered.Left)}";
    }

    sealed record Recovered(Delivered Delivered, List<string> Left);

    sealed record Found(int States, List<string> Faults, int Said);
}
