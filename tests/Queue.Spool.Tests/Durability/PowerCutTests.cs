using System.Collections.Concurrent;
using System.Globalization;
using Msmtp.Queue.Spool.Format;

namespace Msmtp.Queue.Spool.Tests.Durability;

/// <summary>
/// The power is cut, on a real ext4: writers put mails, the file system is shut down without its log, mounted again, and what was accepted is
/// looked for. MSMTP_POWERCUTS says how often.
/// </summary>
public sealed class PowerCutTests
{
    const int Writers = 3;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("MSMTP_POWERCUTS"), CultureInfo.InvariantCulture, out var number) ? number : 2;

    [Fact]
    public async Task What_was_accepted_is_there_when_the_power_comes_back()
    {
        var accepted = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var result = await CutAsync(fault: null, round);
            Assert.Empty(result.Lost);
            Assert.Empty(result.Notices);
            accepted += result.Accepted;
        }
        Assert.True(accepted >= 10 * Rounds, $"only {accepted} mails");
        TestContext.Current.SendDiagnosticMessage($"{Rounds} power cuts, {accepted} mails accepted, none lost");
    }

    [Fact]
    public async Task A_mail_that_is_not_synced_is_missed() => Assert.NotEmpty((await CutAsync("nofsync", seed: 1)).Lost);

    static async Task<Found> CutAsync(string? fault, int seed)
    {
        await using var disk = await MountedDisk.Ext4Async();
        using var command = new CommandUnderTest(fault);
        var queue = Path.Combine(disk.Path, "queue");
        var msmtprc = command.Configure("cut.rc", queue);
        var accepted = new ConcurrentBag<string>();
        using var enough = new CountdownEvent(10 + new Random(seed).Next(30));
        using var cut = new CancellationTokenSource();

        var writing = Enumerable.Range(0, Writers).Select(writer => Task.Run(
            async () =>
            {
                for (var i = 0; !cut.IsCancellationRequested; i++)
                {
                    var put = command.Put($"w{writer}x{i}", msmtprc);
                    if ((await put.RunAsync(Token)).ExitCode != 0)
                        return;
                    if (!cut.IsCancellationRequested)
                        accepted.Add($"w{writer}x{i}");
                    if (!enough.IsSet)
                        enough.Signal();
                }
            },
            Token)).ToList();
        await Task.Run(() => enough.Wait(TimeSpan.FromSeconds(30), Token), Token);
        disk.CutPower();
        var safe = accepted.ToList();
        await cut.CancelAsync();
        await Task.WhenAll(writing);
        await disk.UnmountAsync();
        await disk.MountAsync();

        using var spool = new SpoolUnderTest();
        var store = spool.Open(queue);
        var lost = new List<string>();
        foreach (var id in safe)
        {
            await using var lease = await store.TakeAsync(MailId.OfKey(id, null), Token);
            if (lease is null)
                lost.Add(id);
        }
        return new Found(safe.Count, lost, spool.Notices);
    }

    sealed record Found(int Accepted, List<string> Lost, List<string> Notices);
}
