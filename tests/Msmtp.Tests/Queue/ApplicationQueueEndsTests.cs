using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Msmtp.Hosting;
using Msmtp.Server;
using Msmtp.Testing;
using Msmtp.TestKit;
using static Msmtp.Tests.Queue.QueueingApplications;

namespace Msmtp.Tests.Queue;

/// <summary>Calls that are cancelled and hosts that end, at any moment: no mail is lost, and none is doubled without a word.</summary>
public sealed class ApplicationQueueEndsTests : IDisposable
{
    static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    readonly TempDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory, InlineData("always", null), InlineData("on", null), InlineData("on", "a key")]
    public async Task A_call_that_is_cancelled_at_any_moment_has_queued_nothing_and_one_that_returns_has(string use, string? key)
    {
        var (cancelled, returned) = (0, 0);
        for (var moment = 1; returned == 0; moment++)
        {
            using var source = new CancellationTokenSource();
            await using var services = Services(folder.File($"{moment}"), await ClosedPortAsync(), new TimeThatCancels(moment, source), ("queue", use));
            var isQueued = await IsQueuedAsync(services, Mail("one") with { IdempotencyKey = key }, source.Token);

            Assert.Equal(isQueued ? 1 : 0, (await services.GetRequiredService<IMailQueue>().ListAsync(Token)).Count);
            if (!isQueued)
                cancelled++;
            else if (!source.IsCancellationRequested)
                returned++;
        }

        Assert.True(cancelled > 0);
    }

    [Fact]
    public async Task While_a_mail_is_written_and_synced_as_well()
    {
        await using var services = Services(folder.Path, await ClosedPortAsync(), null, ("queue", "always"));
        var outcomes = new HashSet<bool>();
        var queued = 0;
        for (var i = 0; i < 2000 && (i < 100 || outcomes.Count < 2); i++)
        {
            using var source = new CancellationTokenSource(TimeSpan.FromMicroseconds(i % 40 * 50));
            var isQueued = await IsQueuedAsync(services, Mail($"{i}"), source.Token);
            outcomes.Add(isQueued);
            queued += isQueued ? 1 : 0;
        }

        Assert.Equal(queued, (await services.GetRequiredService<IMailQueue>().ListAsync(Token)).Count);
        Assert.Equal(2, outcomes.Count);
    }

    [Fact]
    public async Task A_host_that_waits_no_longer_leaves_a_mail_without_an_answer_as_one_that_may_have_been_delivered()
    {
        using var answer = new HeldAnswer();
        await using var sink = MailSink.Start(static options => options, new SinkAnswers { Mail = _ => answer.Hold(MailOutcome.Accepted, Token) });
        var time = new ManualTime();

        await DisposeAsync(await StopWhileServerHangsAsync(sink, time, answer), time);

        await using var next = Services(folder.Path, sink.Port, null);
        var found = await next.GetRequiredService<IMailQueue>().ListAsync(Token);
        answer.Give();

        Assert.True(Assert.Single(found).IsUnknown);
    }

    [Fact]
    public async Task Before_the_end_of_its_message_it_is_as_if_it_had_not_been_tried()
    {
        using var answer = new HeldAnswer();
        await using var sink = MailSink.Start(static options => options, new SinkAnswers { Recipient = _ => answer.Hold<SmtpReply?>(null, Token) });
        var time = new ManualTime();

        var stopped = await StopWhileServerHangsAsync(sink, time, answer);

        await using var next = Services(folder.Path, sink.Port, null);
        IReadOnlyList<QueuedMail> found = [];
        await UntilAsync(async () => (found = await next.GetRequiredService<IMailQueue>().ListAsync(Token)) is not [{ IsTaken: true }]);
        answer.Give();
        await DisposeAsync(stopped, time);
        await StartAsync(next);
        await sink.NextMailAsync(Token);
        await UntilAsync(async () => (await next.GetRequiredService<IMailQueue>().ListAsync(Token)).Count == 0);
        await StopAsync(next);

        var left = Assert.Single(found);
        Assert.Equal((false, 0), (left.IsUnknown, left.Attempts));
        Assert.Null(sink.TakeMail());
    }

    [Fact]
    public async Task Hosts_that_share_a_folder_and_come_and_go_send_each_mail_once()
    {
        const int mails = 24;
        await using var sink = MailSink.Start();
        await using var one = await StartAsync(folder.Path, sink.Port, ("queue", "always"));
        for (var i = 0; i < mails; i += 2)
        {
            await one.GetRequiredService<IMailer>().SendAsync(Mail($"{i}"), Token);
            await using var other = await StartAsync(folder.Path, sink.Port, ("queue", "always"));
            await other.GetRequiredService<IMailer>().SendAsync(Mail($"{i + 1}"), Token);
            await StopAsync(other);
        }

        var arrived = new List<string>();
        for (var i = 0; i < mails; i++)
            arrived.Add((await sink.NextMailAsync(Token)).Text.Split('\n').First(static line => line.StartsWith("Subject: ", StringComparison.Ordinal)).Trim());
        await UntilAsync(async () => (await one.GetRequiredService<IMailQueue>().ListAsync(Token)).Count == 0);
        await StopAsync(one);

        Assert.Equal(Enumerable.Range(0, mails).Select(static i => $"Subject: {i}").Order(), arrived.Order());
        Assert.Null(sink.TakeMail());
    }

    [Fact]
    public async Task Whatever_is_stopped_or_disposed_twice_does_not_mind()
    {
        await using var sink = MailSink.Start();
        var services = await StartAsync(folder.Path, sink.Port, ("queue", "always"));
        var mailer = services.GetRequiredService<IMailer>();
        var queue = services.GetRequiredService<IMailQueue>();

        for (var i = 0; i < 2; i++)
            await StopAsync(services);
        for (var i = 0; i < 2; i++)
            await mailer.DisposeAsync();
        for (var i = 0; i < 2; i++)
            await services.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await mailer.SendAsync(Mail("late"), Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await mailer.RunQueueAsync(Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await queue.ListAsync(Token));
    }

    // The host's patience ends first, and then that of the mailer.
    async Task<ServiceProvider> StopWhileServerHangsAsync(MailSink sink, ManualTime time, HeldAnswer answer)
    {
        var services = Services(folder.Path, sink.Port, time, ("queue", "always"));
        await StartAsync(services);
        await services.GetRequiredService<IMailer>().SendAsync(Mail("one"), Token);
        await answer.Asked.WaitAsync(Token);

        foreach (var service in services.GetServices<IHostedService>())
            await service.StopAsync(new CancellationToken(canceled: true));
        time.Advance(ShutdownTimeout);
        return services;
    }

    static async Task DisposeAsync(ServiceProvider services, ManualTime time)
    {
        var disposing = services.DisposeAsync().AsTask();
        while (!disposing.IsCompleted)
        {
            await Task.WhenAny(disposing, time.UntilTimerAsync(ShutdownTimeout, Token));
            time.Advance(ShutdownTimeout);
        }
        await disposing;
    }

    // False: it was told that it is not.
    static async Task<bool> IsQueuedAsync(ServiceProvider services, MailRequest mail, CancellationToken cancellationToken)
    {
        try
        {
            return (await services.GetRequiredService<IMailer>().SendAsync(mail, cancellationToken)).Outcome == SendOutcome.Queued;
        }
        catch (Exception e) when (e is OperationCanceledException or MailException && cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    static async Task<int> ClosedPortAsync()
    {
        var sink = MailSink.Start();
        await sink.DisposeAsync();
        return sink.Port;
    }

    /// <summary>A clock that cancels something when it is read for the nth time.</summary>
    sealed class TimeThatCancels(int moment, CancellationTokenSource source) : TimeProvider
    {
        int count;

        public override DateTimeOffset GetUtcNow()
        {
            Look();
            return base.GetUtcNow();
        }

        public override long GetTimestamp()
        {
            Look();
            return base.GetTimestamp();
        }

        void Look()
        {
            if (Interlocked.Increment(ref count) == moment)
                source.Cancel();
        }
    }
}
