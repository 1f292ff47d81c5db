using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Msmtp.Hosting;
using Msmtp.Server;
using Msmtp.TestKit;
using static Msmtp.Tests.Queue.QueueingApplications;

namespace Msmtp.Tests.Queue;

/// <summary>The queue of an application: in a folder, with a real server or none.</summary>
public sealed class ApplicationQueueTests : IDisposable
{
    readonly TempDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_mail_that_cannot_be_sent_is_kept_and_sent_when_somebody_asks_for_it()
    {
        var sink = MailSink.Start();
        var port = sink.Port;
        await sink.DisposeAsync();
        await using var services = await StartAsync(folder.Path, port);
        var queue = services.GetRequiredService<IMailQueue>();

        var result = await services.GetRequiredService<IMailer>().SendAsync(Mail("one"), Token);
        var waiting = Assert.Single(await queue.ListAsync(Token));
        await using var again = MailSink.Start(options => options with { Listen = new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port) });
        Assert.True(await queue.ChangeAsync(waiting.Id, QueueChange.Retry, Token));
        var arrived = await again.NextMailAsync(Token);

        Assert.Equal((SendOutcome.Queued, waiting.Id), (result.Outcome, result.QueueId));
        Assert.Contains("Subject: one", arrived.Text, StringComparison.Ordinal);
        await UntilAsync(async () => (await queue.ListAsync(Token)).Count == 0);
        await StopAsync(services);
    }

    [Fact]
    public async Task A_mail_with_a_key_is_sent_once_however_often_it_is_submitted()
    {
        await using var sink = MailSink.Start();
        await using var services = await StartAsync(folder.Path, sink.Port);
        var mailer = services.GetRequiredService<IMailer>();

        var first = await mailer.SendAsync(Mail("invoice 1") with { IdempotencyKey = "invoice-1" }, Token);
        var second = await mailer.SendAsync(Mail("invoice 1") with { IdempotencyKey = "invoice-1" }, Token);
        await mailer.SendAsync(Mail("invoice 2") with { IdempotencyKey = "invoice-2" }, Token);
        string[] arrived = [(await sink.NextMailAsync(Token)).Text, (await sink.NextMailAsync(Token)).Text];

        Assert.Equal(first.QueueId, second.QueueId);
        Assert.Single(arrived, static text => text.Contains("invoice 1", StringComparison.Ordinal));
        Assert.Single(arrived, static text => text.Contains("invoice 2", StringComparison.Ordinal));
        var e = await Assert.ThrowsAsync<MailException>(() => mailer.SendAsync(Mail("another") with { IdempotencyKey = "invoice-1" }, Token).AsTask());
        Assert.Equal(ExitCode.DataErr, e.ExitCode);
        await StopAsync(services);
    }

    [Fact]
    public async Task A_host_that_stops_ends_what_is_under_way_and_leaves_the_rest()
    {
        using var answer = new HeldAnswer();
        await using var sink = MailSink.Start(static options => options, new SinkAnswers { Mail = _ => answer.Hold(MailOutcome.Accepted, Token) });
        await using var services = await StartAsync(folder.Path, sink.Port, ("queue", "always"), ("queue_connections", "1"));
        var mailer = services.GetRequiredService<IMailer>();
        await mailer.SendAsync(Mail("one"), Token);
        await answer.Asked;
        await mailer.SendAsync(Mail("two"), Token);

        var stopping = StopAsync(services);
        Assert.False(stopping.IsCompleted);
        answer.Give();
        await stopping;

        Assert.Contains("Subject: one", (await sink.NextMailAsync(Token)).Text, StringComparison.Ordinal);
        var left = Assert.Single(await services.GetRequiredService<IMailQueue>().ListAsync(Token));
        Assert.Equal((false, 0), (left.IsUnknown, left.Attempts));
    }

    [Fact]
    public async Task Mails_of_the_command_or_of_another_application_in_the_same_folder_are_left_alone()
    {
        await using var sink = MailSink.Start();
        await using var services = await StartAsync(folder.Path, sink.Port, ("queue", "always"));
        var queue = services.GetRequiredService<IMailQueue>();
        var envelope = new SmtpEnvelope(new ReversePath("me@x"), [new ForwardPath("you@y")]);
        foreach (var file in (string?[])[null, "/home/joe/.msmtprc", "the application Another"])
            await queue.PutAsync(
                new QueueSubmission(envelope, new MessageContent("Subject: strange\n\n"u8.ToArray(), new MemoryStream()), new MailOrigin { Account = "default", File = file }),
                Token);

        await services.GetRequiredService<IMailer>().SendAsync(Mail("ours"), Token);
        var arrived = await sink.NextMailAsync(Token);
        await UntilAsync(async () => (await queue.ListAsync(Token)).Count == 3);
        await StopAsync(services);

        Assert.Contains("Subject: ours", arrived.Text, StringComparison.Ordinal);
        Assert.Single(sink.Commands, static command => command.StartsWith("MAIL ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_tells_of_mails_that_were_given_up_or_wait_for_long()
    {
        var time = new ManualTime();
        await using var sink = MailSink.Start(static options => options, new SinkAnswers
        {
            Recipient = static recipient => recipient.Address == "no@example.net" ? new SmtpReply(550, "5.1.1", "no") : null,
        });
        await using var services = Services(folder.Path, sink.Port, time, ("queue", "always"), ("queue_bounce", "off"));
        var mailer = services.GetRequiredService<IMailer>();

        await mailer.SendAsync(Mail("one"), Token);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(services)).Status);
        time.Advance(TimeSpan.FromHours(2));
        var late = await HealthAsync(services);
        Assert.Equal((HealthStatus.Degraded, 1, TimeSpan.FromHours(2)), (late.Status, late.Data["waiting"], late.Data["oldest"]));
        await mailer.SendAsync(Mail("two") with { To = ["no@example.net"] }, Token);
        await RunUntilAsync(services, async () => (await services.GetRequiredService<IMailQueue>().ListAsync(Token)) is [{ State: QueuedMailState.Dead }]);

        var dead = await HealthAsync(services);
        Assert.Equal((HealthStatus.Degraded, 0, 1), (dead.Status, dead.Data["waiting"], dead.Data["dead"]));
    }

    [Fact]
    public async Task A_queue_is_measured_by_state_and_age_and_attempts()
    {
        using var listener = new MeterListener();
        var measured = new System.Collections.Concurrent.ConcurrentDictionary<string, double>();
        listener.InstrumentPublished = static (instrument, listening) =>
        {
            if (instrument.Name.StartsWith("msmtp.queue.", StringComparison.Ordinal))
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            measured[string.Join(' ', [instrument.Name, .. tags.ToArray().Where(static tag => tag.Key.StartsWith("msmtp.queue", StringComparison.Ordinal) || tag.Key == "msmtp.outcome").Select(static tag => $"{tag.Value}")])] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => measured[instrument.Name] = value);
        listener.Start();
        var time = new ManualTime();
        var sink = MailSink.Start();
        var port = sink.Port;
        await sink.DisposeAsync();
        await using var services = Services(folder.Path, port, time, ("queue", "always"));
        await services.GetRequiredService<IMailer>().SendAsync(Mail("one"), Token);
        time.Advance(TimeSpan.FromMinutes(1));

        await RunUntilAsync(services, () =>
        {
            listener.RecordObservableInstruments();
            return Task.FromResult(measured.GetValueOrDefault("msmtp.queue.mails waiting") == 1 && measured.ContainsKey("msmtp.queue.attempts deferred"));
        });

        Assert.Equal((1, 0, 0, 60), (
            measured["msmtp.queue.attempts deferred"], measured["msmtp.queue.mails held"], measured["msmtp.queue.mails dead"], measured["msmtp.queue.oldest"]));
    }

    static async Task<HealthReportEntry> HealthAsync(ServiceProvider services) =>
        (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token)).Entries["queue"];

    static async Task RunUntilAsync(ServiceProvider services, Func<Task<bool>> condition)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = services.GetRequiredService<IMailer>().RunQueueAsync(end.Token).AsTask();
        await UntilAsync(condition);
        await end.CancelAsync();
        await running;
    }
}
