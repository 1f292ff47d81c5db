using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Queue;

/// <summary>Whatever is wrong with a mail, a log or the queue itself, the others go on, and nothing is lost.</summary>
public sealed class BrokenQueueTests
{
    readonly QueueWorld world = new();

    static MailException DiskFull => new(ExitCode.IoErr, DeliveryStage.Configure, "/spool: No space left on device");

    [Theory]
    [InlineData(QueueCall.Take)]
    [InlineData(QueueCall.Open)]
    [InlineData(QueueCall.Begin)]
    public async Task A_mail_that_the_store_cannot_handle_is_not_sent_not_lost_and_stops_nobody(object call)
    {
        var bad = await world.PutAsync();
        await world.PutAsync();
        world.Faults.OnCall = (what, id) =>
        {
            if (what == (QueueCall)call && id == bad)
                throw DiskFull;
        };

        await world.RunAsync();
        Assert.Single(world.Servers.Sent);
        Assert.Equal(QueuedMailState.Waiting, (await world.MailAsync(bad))!.State);
        world.Faults.OnCall = static (_, _) => { };
        await world.PassAsync(TimeSpan.FromMinutes(3));

        Assert.Equal(2, world.Servers.Sent.Count);
        Assert.Equal(AccountPause.None, (await world.AccountAsync()).Pause);
    }

    [Fact]
    public async Task A_mail_that_was_sent_and_whose_end_cannot_be_noted_is_tried_again_with_a_word()
    {
        await world.PutAsync();
        world.Faults.OnCall = static (what, _) =>
        {
            if (what == QueueCall.End)
                throw DiskFull;
        };
        await world.RunAsync();
        world.Faults.OnCall = static (_, _) => { };

        await world.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(2, world.Servers.Sent.Count);
        Assert.Contains(world.Notices, static notice => notice.Contains("No space left on device", StringComparison.Ordinal));
        Assert.Contains(world.Notices, static notice => notice.Contains("may be delivered twice", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_notice_that_cannot_be_put_does_not_keep_the_mail_alive()
    {
        world.Servers.OnRecipient = static _ => new ServerReply(550, null, ["no"]);
        var id = await world.PutAsync();
        world.Faults.OnCall = static (what, _) =>
        {
            if (what == QueueCall.Put)
                throw DiskFull;
        };

        await world.RunAsync();

        Assert.Equal(QueuedMailState.Dead, (await world.MailAsync(id))!.State);
    }

    [Fact]
    public async Task A_queue_that_cannot_be_read_ends_a_run_with_its_reason()
    {
        world.Faults.OnCall = static (_, _) => throw DiskFull;

        Assert.Equal(DiskFull.Message, (await Assert.ThrowsAsync<MailException>(() => world.RunAsync())).Message);
    }

    [Fact]
    public async Task An_account_that_throws_what_it_must_not_stops_no_other()
    {
        world.OnResolve = static origin => _ = origin.Account == "bad" ? throw new InvalidOperationException("boom") : true;
        var bad = await world.PutAsync("bad");
        await world.PutAsync("good");

        await world.RunAsync();

        Assert.Equal("good", Assert.Single(world.Servers.Sent).Account);
        Assert.Equal(QueuedMailState.Waiting, (await world.MailAsync(bad))!.State);
        Assert.Contains(world.Notices, static notice => notice.Contains("boom", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_breaks_off_one_mail_after_another_is_left_alone()
    {
        world.Settings = world.Settings.With(QueueSettings.Connections, 1);
        world.Servers.OnSend = static _ => throw new MailException(new DeliveryFailure(ExitCode.IoErr, DeliveryStage.Data, "network read error") { IsTemporary = true });
        for (var i = 0; i < 20; i++)
            await world.PutAsync();

        await world.RunAsync();

        Assert.Equal((3, AccountPause.Unreachable), (world.Servers.Opened.Count, (await world.AccountAsync()).Pause));
    }

    [Fact]
    public async Task A_server_that_goes_on_and_on_is_cut_off_and_the_mail_is_tried_again()
    {
        var hang = new TaskCompletionSource();
        world.Servers.OnOpen = _ => hang.Task;
        var id = await world.PutAsync();

        await RunToTheLimitAsync(id);

        Assert.Equal((1, "the server is so slow that the mail was given up for now"), ((await world.MailAsync(id))!.Attempts, (await world.MailAsync(id))!.LastFailure?.Message));
        Assert.Empty(world.Servers.Sent);
    }

    // A transport that sends a message at one go, such as one over HTTP, is interrupted anywhere.
    [Fact]
    public async Task One_that_is_cut_off_when_the_message_may_be_there_has_perhaps_delivered_it()
    {
        var hang = new TaskCompletionSource();
        world.Servers.OnSend = _ => hang.Task;
        var id = await world.PutAsync();

        await RunToTheLimitAsync(id);
        var left = (await world.MailAsync(id))!;
        hang.SetResult();
        await world.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal((true, true), (left.IsUnknown, left.LastFailure?.MayHaveBeenDelivered));
        Assert.Equal([false, true], world.Log.Select(static record => record.IsRepeated));
    }

    [Theory]
    [InlineData(null, 0, 130)]
    [InlineData(60, 0, 40)]
    [InlineData(60, 4096 * 600, 50)]
    public void An_exchange_has_half_an_hour_ten_timeouts_and_four_kibibytes_a_second(int? timeout, long size, double minutes) => Assert.Equal(
        minutes,
        QueueAttempt.Limit(AccountSettings.Empty.With(CommonSettings.Timeout, timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null), size).TotalMinutes);

    // Until an attempt has taken as long as one may.
    async Task RunToTheLimitAsync(string id)
    {
        var running = world.RunAsync();
        var limit = QueueAttempt.Limit(world.Settings, (await world.MailAsync(id))!.Size);
        await world.Time.UntilTimerAsync(limit, QueueWorld.Token);
        world.Time.Advance(limit);
        await running;
    }
}
