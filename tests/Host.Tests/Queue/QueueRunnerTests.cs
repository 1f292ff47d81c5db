using System.Diagnostics;
using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Queue;

public sealed class QueueRunnerTests
{
    readonly QueueWorld world = new();

    static CancellationToken Token => QueueWorld.Token;

    [Fact]
    public async Task A_mail_that_is_due_is_sent_as_it_was_put_and_is_gone()
    {
        var id = await world.PutAsync("a", "x@y", "z@y");

        var summary = await world.RunAsync();

        Assert.Equal(new QueueRunSummary(1, 0, 0, 0), summary);
        var sent = Assert.Single(world.Servers.Sent);
        Assert.Equal(("me@example.org", "x@y z@y", "Subject: x\r\nMessage-ID: <1@x>\r\n\r\nhello\r\n"), (sent.From, string.Join(' ', sent.To), sent.Message));
        Assert.Null(await world.MailAsync(id));
        var record = Assert.Single(world.Log);
        Assert.Equal((id, SendOutcome.Sent, "<1@x>"), (record.QueueId, record.Result.Outcome, record.MessageId));
    }

    [Fact]
    public async Task Several_mails_of_one_account_go_over_one_connection()
    {
        world.Settings = world.Settings.With(QueueSettings.Connections, 1);
        for (var i = 0; i < 5; i++)
            await world.PutAsync();

        await world.RunAsync();

        Assert.Equal((5, 1), (world.Servers.Sent.Count, world.Servers.Opened.Count));
    }

    [Fact]
    public async Task An_account_that_hangs_stops_no_other_one()
    {
        var hang = new TaskCompletionSource();
        world.Servers.OnOpen = account => account == "hangs" ? hang.Task : Task.CompletedTask;
        await world.PutAsync("hangs");
        var other = await world.PutAsync("b");

        var running = world.RunAsync();
        await UntilAsync(async () => await world.MailAsync(other) is null);
        Assert.False(running.IsCompleted);
        hang.SetResult();
        await running;

        Assert.Equal(["b", "hangs"], world.Servers.Sent.Select(static mail => mail.Account));
    }

    [Fact]
    public async Task A_hundred_mails_wait_behind_one_probe_and_go_with_it_when_the_server_is_back()
    {
        world.Servers.OnOpen = static _ => throw new MailException(QueueWorld.Unreachable);
        for (var i = 0; i < 100; i++)
            await world.PutAsync();

        await world.PassAsync(TimeSpan.FromHours(2));
        var tried = world.Servers.Opened.Count;
        world.Servers.OnOpen = static _ => Task.CompletedTask;
        await world.PassAsync(TimeSpan.FromMinutes(75));

        // At 0, 1, 3, 8, 18, 38 and 78 minutes, about.
        Assert.InRange(tried, 6, 8);
        Assert.Equal(100, world.Servers.Sent.Count);
        Assert.Empty(await world.Queue.ListAsync(Token));
    }

    [Fact]
    public async Task A_wrong_password_holds_the_account_and_costs_no_attempts_and_no_age()
    {
        world.Servers.OnOpen = static _ => throw new MailException(QueueWorld.WrongPassword);
        var first = await world.PutAsync();
        await world.PutAsync();

        await world.PassAsync(TimeSpan.FromDays(10), TimeSpan.FromMinutes(15));

        // At 0, 1, 3, 7 and 15 hours, and then each day.
        Assert.InRange(world.Servers.Opened.Count, 12, 15);
        var mail = await world.MailAsync(first);
        Assert.Equal((0, TimeSpan.Zero, QueuedMailState.Waiting), (mail!.Attempts, mail.Age, mail.State));
        Assert.Equal(AccountPause.Held, (await world.AccountAsync()).Pause);
        Assert.Equal(2, (await world.Queue.ListAsync(Token)).Count);
    }

    [Fact]
    public async Task A_mended_configuration_heals_a_held_account_at_once()
    {
        world.Servers.OnOpen = static _ => throw new MailException(QueueWorld.WrongPassword);
        await world.PutAsync();
        await world.PutAsync();
        await world.RunAsync();
        world.Servers.OnOpen = static _ => Task.CompletedTask;
        world.Time.Advance(TimeSpan.FromMinutes(5));

        await world.RunAsync();
        Assert.Empty(world.Servers.Sent);
        world.ConfigurationChanged = world.Time.GetUtcNow();
        await world.RunAsync();

        Assert.Equal(2, world.Servers.Sent.Count);
        Assert.Equal(AccountPause.None, (await world.AccountAsync()).Pause);
    }

    [Fact]
    public async Task What_is_changed_once_and_still_wrong_is_tried_once()
    {
        world.Servers.OnOpen = static _ => throw new MailException(QueueWorld.WrongPassword);
        await world.PutAsync();
        await world.RunAsync();
        world.Time.Advance(TimeSpan.FromMinutes(5));
        world.ConfigurationChanged = world.Time.GetUtcNow();

        await world.PassAsync(TimeSpan.FromMinutes(30));

        Assert.Equal(2, world.Servers.Opened.Count);
    }

    [Fact]
    public async Task A_mail_that_somebody_wants_now_is_tried_whatever_is_known_of_its_account()
    {
        world.Servers.OnOpen = static _ => throw new MailException(QueueWorld.WrongPassword);
        await world.PutAsync();
        var wanted = await world.PutAsync();
        await world.RunAsync();
        world.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null((await world.MailAsync(wanted))!.LastAttempt);
        var tried = new List<int>();

        await world.RunAsync();
        tried.Add(world.Servers.Opened.Count);
        await world.RunAsync(new QueueSelection { Id = wanted });
        tried.Add(world.Servers.Opened.Count);
        for (var i = 0; i < 2; i++)
        {
            await world.Queue.ChangeAsync(wanted, QueueChange.Retry, Token);
            await world.RunAsync();
            await world.RunAsync();
            tried.Add(world.Servers.Opened.Count);
        }

        Assert.Equal([1, 2, 3, 4], tried);
    }

    [Fact]
    public async Task A_mail_that_was_never_tried_and_is_wanted_now_is_tried_as_well()
    {
        world.Servers.OnOpen = static _ => throw new MailException(QueueWorld.WrongPassword);
        await world.PutAsync();
        await world.RunAsync();
        world.Servers.OnOpen = static _ => Task.CompletedTask;
        var wanted = await world.PutAsync();
        await world.RunAsync();
        Assert.Empty(world.Servers.Sent);

        await world.Queue.ChangeAsync(wanted, QueueChange.Retry, Token);
        await world.RunAsync();

        Assert.Null(await world.MailAsync(wanted));
    }

    [Fact]
    public async Task An_account_that_cannot_be_resolved_is_held_and_says_why()
    {
        world.OnResolve = static origin => throw new MailException(ExitCode.Config, DeliveryStage.Configure, $"account {origin.Account} not found");
        var id = await world.PutAsync();

        await world.PassAsync(TimeSpan.FromHours(3), TimeSpan.FromMinutes(10));
        var mail = await world.MailAsync(id);
        Assert.Equal(("account a not found", 0), (mail!.LastFailure?.Message, mail.Attempts));
        Assert.Equal((AccountPause.Held, "account a not found"), ((await world.AccountAsync()).Pause, (await world.AccountAsync()).Reason));
        world.OnResolve = static _ => { };
        await world.PassAsync(TimeSpan.FromHours(5), TimeSpan.FromMinutes(10));

        Assert.Single(world.Servers.Sent);
    }

    [Fact]
    public async Task Without_a_network_nothing_counts_and_nothing_is_tried_again_and_again()
    {
        world.HasNetwork = false;
        world.Servers.OnOpen = static _ => throw new MailException(QueueWorld.Unreachable);
        var id = await world.PutAsync();

        await world.PassAsync(TimeSpan.FromDays(10), TimeSpan.FromMinutes(20));
        Assert.Single(world.Servers.Opened);
        var mail = await world.MailAsync(id);
        Assert.Equal((0, TimeSpan.Zero, QueuedMailState.Waiting), (mail!.Attempts, mail.Age, mail.State));
        world.HasNetwork = true;
        world.Servers.OnOpen = static _ => Task.CompletedTask;
        await world.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Single(world.Servers.Sent);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Without_a_network_a_server_on_this_machine_is_tried_again(string host)
    {
        world.HasNetwork = false;
        world.Settings = world.Settings.With(CommonSettings.Host, host);
        world.Servers.OnOpen = static _ => throw new MailException(QueueWorld.Unreachable);
        await world.PutAsync();
        await world.RunAsync();
        world.Servers.OnOpen = static _ => Task.CompletedTask;

        await world.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Single(world.Servers.Sent);
    }

    [Fact]
    public async Task A_wrong_password_is_not_tried_more_often_because_msmtprc_is_from_the_future()
    {
        world.ConfigurationChanged = world.Time.GetUtcNow() + TimeSpan.FromDays(2);
        world.Servers.OnOpen = static _ => throw new MailException(QueueWorld.WrongPassword);
        await world.PutAsync();

        await world.PassAsync(TimeSpan.FromMinutes(55));

        Assert.Single(world.Servers.Opened);
    }

    [Fact]
    public async Task Recipients_are_judged_each_and_hold_up_nobody()
    {
        world.Servers.OnRecipient = static to => to switch
        {
            "later@y" => new ServerReply(450, new EnhancedStatus(4, 2, 0), ["4.2.0 Greylisted"]),
            "never@y" => new ServerReply(550, new EnhancedStatus(5, 1, 1), ["5.1.1 no such user"]),
            _ => new ServerReply(250, null, ["ok"]),
        };
        var id = await world.PutAsync("a", "now@y", "later@y", "never@y");

        await world.RunAsync();
        var mail = await world.MailAsync(id);
        Assert.Equal([SendOutcome.Sent, SendOutcome.Deferred, SendOutcome.Refused], mail!.Recipients.Select(static recipient => recipient.Outcome));
        Assert.Equal((1, QueuedMailState.Waiting), (mail.Attempts, mail.State));
        world.Servers.OnRecipient = static _ => new ServerReply(250, null, ["ok"]);
        await world.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(["now@y", "later@y"], world.Servers.Sent.Where(static sent => sent.From.Length > 0).SelectMany(static sent => sent.To));
        mail = await world.MailAsync(id);
        Assert.Equal(QueuedMailState.Dead, mail!.State);
        Assert.Equal([SendOutcome.Sent, SendOutcome.Sent, SendOutcome.Refused], mail.Recipients.Select(static recipient => recipient.Outcome));
    }

    [Fact]
    public async Task A_permanent_refusal_is_never_retried()
    {
        world.Servers.OnRecipient = static _ => new ServerReply(550, new EnhancedStatus(5, 1, 1), ["5.1.1 no such user"]);
        var id = await world.PutAsync();
        var asked = 0;
        world.Servers.OnOpen = _ => Task.FromResult(asked++);

        await world.PassAsync(TimeSpan.FromDays(6), TimeSpan.FromMinutes(30));

        Assert.Equal(QueuedMailState.Dead, (await world.MailAsync(id))!.State);
        Assert.Single(world.Log, record => record.QueueId == id);
    }

    [Fact]
    public async Task A_server_that_has_had_too_much_is_left_alone_and_gets_half_the_connections()
    {
        world.Settings = world.Settings.With(QueueSettings.Connections, 4);
        var mails = 0;
        world.Servers.OnSend = _ => ++mails == 3
            ? throw new MailException(ExitCode.Unavailable, DeliveryStage.EndOfData, "no", new ServerReply(421, new EnhancedStatus(4, 7, 0), ["4.7.0 slow down"]))
            : Task.CompletedTask;
        for (var i = 0; i < 10; i++)
            await world.PutAsync();

        world.Settings = world.Settings.With(QueueSettings.Connections, 1);
        await world.RunAsync();
        var state = await world.AccountAsync();
        Assert.Equal((AccountPause.Throttled, 2), (state.Pause, world.Servers.Sent.Count));
        Assert.True(state.Until - world.Time.GetUtcNow() >= TimeSpan.FromMinutes(4));
        await world.PassAsync(TimeSpan.FromMinutes(8));

        Assert.Equal(10, world.Servers.Sent.Count);
    }

    [Fact]
    public async Task A_mail_that_may_have_been_delivered_is_tried_again_with_a_word()
    {
        var lost = true;
        world.Servers.OnSend = _ => lost
            ? throw new MailException(new DeliveryFailure(ExitCode.IoErr, DeliveryStage.EndOfData, "network read error") { MayHaveBeenDelivered = true, IsTemporary = true })
            : Task.CompletedTask;
        var id = await world.PutAsync();

        await world.RunAsync();
        Assert.True((await world.MailAsync(id))!.IsUnknown);
        lost = false;
        await world.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Single(world.Servers.Sent);
        Assert.Equal([false, true], world.Log.Select(static record => record.IsRepeated));
        Assert.Contains($" queued={id} note='may be delivered twice' exitcode=EX_OK", world.Log[1].ToLine(), StringComparison.Ordinal);
        Assert.Contains(world.Notices, notice => notice.Contains("may be delivered twice", StringComparison.Ordinal) && notice.Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Or_is_held_until_its_sender_releases_it_and_then_tried()
    {
        world.Settings = world.Settings.With(QueueSettings.HoldsUnknown, true);
        var lost = true;
        world.Servers.OnSend = _ => lost
            ? throw new MailException(new DeliveryFailure(ExitCode.IoErr, DeliveryStage.EndOfData, "network read error") { MayHaveBeenDelivered = true, IsTemporary = true })
            : Task.CompletedTask;
        var id = await world.PutAsync();

        await world.PassAsync(TimeSpan.FromHours(2), TimeSpan.FromMinutes(10));
        Assert.Equal((QueuedMailState.Held, 1), ((await world.MailAsync(id))!.State, world.Log.Count));
        lost = false;
        await world.Queue.ChangeAsync(id, QueueChange.Release, Token);
        await world.RunAsync();

        Assert.Single(world.Servers.Sent);
    }

    [Theory]
    [InlineData(DeliveryStage.EndOfData)]
    [InlineData(DeliveryStage.Connect)]
    [InlineData(DeliveryStage.Auth)]
    public async Task A_mail_that_was_released_is_not_held_again_because_its_server_cannot_take_it_now(DeliveryStage stage)
    {
        world.Settings = world.Settings.With(QueueSettings.HoldsUnknown, true);
        var failures = new Queue<DeliveryFailure>();
        failures.Enqueue(new DeliveryFailure(ExitCode.IoErr, DeliveryStage.EndOfData, "network read error") { MayHaveBeenDelivered = true, IsTemporary = true });
        failures.Enqueue(new DeliveryFailure(ExitCode.TempFail, stage, "not now") { IsTemporary = true });
        world.Servers.OnSend = _ => failures.TryDequeue(out var failure) ? throw new MailException(failure) : Task.CompletedTask;
        var id = await world.PutAsync();
        await world.RunAsync();
        await world.Queue.ChangeAsync(id, QueueChange.Release, Token);

        await world.PassAsync(TimeSpan.FromMinutes(10));

        Assert.Single(world.Servers.Sent);
    }

    [Fact]
    public async Task An_attempt_that_was_interrupted_is_held_if_that_is_wanted()
    {
        world.Settings = world.Settings.With(QueueSettings.HoldsUnknown, true);
        var id = await world.PutAsync();
        await using (var lease = await world.Queue.TakeAsync(id, Token))
            await lease!.BeginAsync(Token);

        await world.RunAsync();
        Assert.Equal(QueuedMailState.Held, (await world.MailAsync(id))!.State);
        Assert.Empty(world.Servers.Opened);
        await world.Queue.ChangeAsync(id, QueueChange.Release, Token);
        await world.RunAsync();

        Assert.Single(world.Servers.Sent);
    }

    [Fact]
    public async Task A_mail_of_nobody_is_left_to_whoever_has_it()
    {
        var id = await world.PutAsync();
        await using (await world.Queue.TakeAsync(id, Token))
            await world.RunAsync();
        Assert.Empty(world.Servers.Sent);

        await world.RunAsync();

        Assert.Single(world.Servers.Sent);
    }

    [Fact]
    public async Task Mails_go_at_the_accounts_rate()
    {
        world.Settings = world.Settings.With(QueueSettings.Rate, "30/m").With(QueueSettings.Connections, 4);
        for (var i = 0; i < 4; i++)
            await world.PutAsync();

        var running = world.RunAsync();
        var times = new List<double>();
        var start = world.Time.GetUtcNow();
        for (var i = 1; i < 4; i++)
        {
            await world.Time.UntilTimerAsync(TimeSpan.FromSeconds(2), Token);
            times.Add(world.Servers.Sent.Count);
            world.Time.Advance(TimeSpan.FromSeconds(2));
        }
        await running;

        Assert.Equal([1, 2, 3], times);
        Assert.Equal((4, 6), (world.Servers.Sent.Count, (world.Time.GetUtcNow() - start).TotalSeconds));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_begins_nothing_and_ends_what_is_under_way()
    {
        using var cancelled = new CancellationTokenSource();
        var (began, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        world.Settings = world.Settings.With(QueueSettings.Connections, 1);
        world.Servers.OnSend = _ =>
        {
            began.TrySetResult();
            return answer.Task;
        };
        await world.PutAsync();
        await world.PutAsync();

        var running = world.Runner.RunAsync(QueueSelection.Due, cancelled.Token).AsTask();
        await began.Task;
        await cancelled.CancelAsync();
        answer.SetResult();
        await running;

        Assert.Single(world.Servers.Sent);
        var left = Assert.Single(await world.Queue.ListAsync(Token));
        Assert.Equal((false, false), (left.IsUnknown, left.IsTaken));
    }

    [Fact]
    public async Task A_process_lingers_until_nothing_waits_and_only_one_does()
    {
        var broken = true;
        world.Servers.OnOpen = _ => broken ? throw new MailException(QueueWorld.Unreachable) : Task.CompletedTask;
        await world.PutAsync();

        var lingering = world.Runner.LingerAsync(Token).AsTask();
        await UntilAsync(async () => (await world.AccountAsync()).Pause == AccountPause.Unreachable);
        await world.Runner.LingerAsync(Token);
        broken = false;
        for (var i = 0; i < 100 && !lingering.IsCompleted; i++)
        {
            world.Time.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
            await UntilAsync(() => Task.FromResult(lingering.IsCompleted || world.Servers.Opened.Count > 0));
        }
        await lingering;

        Assert.Single(world.Servers.Sent);
    }

    // As --doctor does.
    [Fact]
    public async Task Who_only_looks_whether_somebody_leads_keeps_nobody_from_leading()
    {
        await world.PutAsync();
        var look = await world.Queue.LeadAsync(Token);

        var lingering = Task.Run(() => world.Runner.LingerAsync(Token).AsTask(), Token);
        await world.Faults.RefusedLead.WaitAsync(Token);
        await look!.DisposeAsync();
        await lingering;

        Assert.Single(world.Servers.Sent);
    }

    [Fact]
    public async Task A_mail_that_is_put_while_a_process_lingers_is_sent_at_once()
    {
        await world.PutAsync(static mail => mail with { NextAttempt = new DateTimeOffset(2026, 1, 2, 3, 30, 0, TimeSpan.Zero) });
        var lingering = world.Runner.LingerAsync(Token).AsTask();

        var id = await world.PutAsync("b");
        await UntilAsync(async () => await world.MailAsync(id) is null);
        world.Time.Advance(TimeSpan.FromHours(1));
        await lingering;

        Assert.Equal(["b", "a"], world.Servers.Sent.Select(static mail => mail.Account));
    }

    [Fact]
    public async Task Passes_at_an_interval_do_not_wait_for_an_account_that_hangs()
    {
        var (interval, hang) = (TimeSpan.FromMinutes(15), new TaskCompletionSource());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        world.Servers.OnOpen = account => account == "hangs" ? hang.Task : Task.CompletedTask;
        await world.PutAsync("hangs");

        var repeating = world.Runner.RepeatAsync(QueueSelection.Due, interval, stop.Token).AsTask();
        await UntilAsync(() => Task.FromResult(world.Servers.Opened.Count == 1));
        var other = await world.PutAsync("b");
        await world.Time.UntilTimerAsync(interval, Token);
        world.Time.Advance(interval);
        await UntilAsync(async () => await world.MailAsync(other) is null);
        await stop.CancelAsync();
        hang.SetResult();
        await repeating;

        Assert.Equal(["b", "hangs"], world.Servers.Sent.Select(static mail => mail.Account));
    }

    [Fact]
    public async Task A_pass_at_an_interval_takes_only_what_is_selected_and_due()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var interval = TimeSpan.FromMinutes(15);
        await world.PutAsync("a", "later@x.example");
        await world.PutAsync(mail => mail with { NextAttempt = world.Time.GetUtcNow().AddMinutes(20) }, "a", "you@x.example");
        var selection = new QueueSelection { RecipientPart = "you@", IsDueOnly = true };

        var repeating = world.Runner.RepeatAsync(selection, interval, stop.Token).AsTask();
        for (var passes = 0; passes < 2; passes++)
        {
            await world.Time.UntilTimerAsync(interval, Token);
            Assert.Empty(world.Servers.Sent);
            world.Time.Advance(interval);
        }
        await UntilAsync(() => Task.FromResult(world.Servers.Sent.Count == 1));
        await stop.CancelAsync();
        await repeating;

        Assert.Equal(["you@x.example"], world.Servers.Sent.Single().To);
    }

    // An interval may be long.
    [Fact]
    public async Task A_notice_to_a_sender_goes_with_the_mail_that_it_is_about_and_not_in_the_next_pass()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        world.Servers.OnRecipient = static to => to == "you@example.net"
            ? new ServerReply(550, new EnhancedStatus(5, 1, 1), ["5.1.1 no such user"])
            : new ServerReply(250, null, ["ok"]);
        await world.PutAsync();

        var repeating = world.Runner.RepeatAsync(QueueSelection.Due, TimeSpan.FromDays(1), stop.Token).AsTask();
        await UntilAsync(() => Task.FromResult(world.Servers.Sent.Any(static mail => mail.From.Length == 0)));
        await stop.CancelAsync();
        await repeating;

        Assert.Equal(["me@example.org"], world.Servers.Sent.Single().To);
    }

    [Fact]
    public async Task A_queue_that_cannot_be_read_in_one_pass_is_read_in_the_next()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var (interval, looks) = (TimeSpan.FromMinutes(15), 0);
        world.Faults.OnCall = (call, _) =>
        {
            if (call == QueueCall.List && looks++ == 0)
                throw new MailException(ExitCode.IoErr, DeliveryStage.Configure, "the queue is away");
        };
        await world.PutAsync();

        var repeating = world.Runner.RepeatAsync(QueueSelection.Due, interval, stop.Token).AsTask();
        await world.Time.UntilTimerAsync(interval, Token);
        world.Time.Advance(interval);
        await UntilAsync(() => Task.FromResult(world.Servers.Sent.Count == 1));
        await stop.CancelAsync();
        await repeating;

        Assert.Equal(["the queue is away"], world.Notices);
    }

    static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "it did not happen");
            await Task.Yield();
        }
    }
}
