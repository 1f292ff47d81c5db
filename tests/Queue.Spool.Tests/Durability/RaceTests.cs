using System.Collections.Concurrent;

namespace Msmtp.Queue.Spool.Tests.Durability;

/// <summary>Many writers and many runners at once: every mail arrives once, and so does one that several put under one key.</summary>
public sealed class RaceTests
{
    const int Writers = 50;
    const int Runners = 5;
    const int Each = 3;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    // The last ten writers put mails under the same keys.
    static string Id(int writer, int number) => $"m{Math.Min(writer, Writers - 10)}x{number}";

    static IEnumerable<string> Ids =>
        Enumerable.Range(0, Writers).SelectMany(static writer => Enumerable.Range(0, Each).Select(number => Id(writer, number))).Distinct().Order();

    [Fact]
    public async Task Each_mail_arrives_once_however_many_processes_put_and_run()
    {
        using var command = new CommandUnderTest();

        var delivered = await RaceAsync(command);

        Assert.Equal(Ids, delivered.Ids.Order());
        Assert.False(delivered.IsSaid);
        Assert.Empty(CommandUnderTest.Left(command.Queue));
    }

    [Fact]
    public async Task A_key_that_is_forgotten_when_its_mail_is_sent_is_missed()
    {
        using var command = new CommandUnderTest("nokey");

        var delivered = await RaceAsync(command);

        Assert.NotEqual(delivered.Ids.Distinct().Count(), delivered.Ids.Count);
    }

    static async Task<Delivered> RaceAsync(CommandUnderTest command)
    {
        using var writing = new CancellationTokenSource();

        var running = Enumerable.Range(0, Runners).Select(_ => Task.Run(
            async () =>
            {
                while (!writing.IsCancellationRequested)
                    await RunAsync(command);
            },
            Token)).ToList();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(
            async () =>
            {
                for (var number = 0; number < Each; number++)
                    await command.PutAsync(Id(writer, number));
            },
            Token)));
        await writing.CancelAsync();
        await Task.WhenAll(running);
        await RunAsync(command);
        // By now all have been sent: whoever puts one once more is told so.
        await command.PutAsync([.. Ids]);
        return await command.DeliverAsync();
    }

    [Fact]
    public async Task Each_mail_is_leased_once_however_many_threads_put_and_take()
    {
        using var spool = new SpoolUnderTest();
        using var writing = new CancellationTokenSource();
        var delivered = new ConcurrentBag<string>();

        var running = Enumerable.Range(0, Runners).Select(_ => Task.Run(
            async () =>
            {
                while (!writing.IsCancellationRequested)
                    await TakeAllAsync(spool, delivered);
            },
            Token)).ToList();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(
            async () =>
            {
                for (var number = 0; number < Each; number++)
                    await spool.Open().PutAsync(
                        SpoolUnderTest.Mail(Id(writer, number)) with { Key = new QueueKey(Id(writer, number), "digest"), MessageId = Id(writer, number) }, Token);
            },
            Token)));
        await writing.CancelAsync();
        await Task.WhenAll(running);
        await TakeAllAsync(spool, delivered);

        Assert.Equal(Ids, delivered.Order());
        Assert.Empty(spool.Names());
        Assert.Empty(spool.Notices);
    }

    static async Task RunAsync(CommandUnderTest command)
    {
        var result = await command.Run().RunAsync(Token);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    static async Task TakeAllAsync(SpoolUnderTest spool, ConcurrentBag<string> delivered)
    {
        foreach (var mail in await spool.ListAsync())
        {
            await using var lease = await spool.Open().TakeAsync(mail.Id, Token);
            if (lease is null)
                continue;
            Assert.False(lease.Mail.IsUnknown);
            await lease.BeginAsync(Token);
            delivered.Add(lease.Mail.MessageId ?? "");
            await lease.EndAsync(SpoolUnderTest.End(lease.Mail, AttemptVerdict.Done, SendOutcome.Sent), Token);
        }
    }
}
