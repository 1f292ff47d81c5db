using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Msmtp.Hosting;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Tests;

/// <summary>What an application can see of its mails: log, measurements, traces. Never a secret; addresses at Debug only.</summary>
public sealed class TelemetryTests : IAsyncLifetime, ILoggerProvider
{
    readonly ConcurrentQueue<(LogLevel Level, int Id, string Text)> lines = new();
    readonly ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)> measured = new();
    readonly ConcurrentQueue<Activity> activities = new();
    readonly MeterListener meters = new();
    readonly ActivityListener listener;
    readonly ServiceProvider services;
    readonly MailSink sink;

    public TelemetryTests()
    {
        sink = MailSink.Start(
            static options => options with { CredentialsCheck = new PasswordTable("joe", "geheim").CheckAsync, RequireTlsForAuth = false, RequireAuth = true },
            new SinkAnswers { Recipient = static recipient => recipient.Address.StartsWith("no", StringComparison.Ordinal) ? new SmtpReply(550, "5.1.1", "no such user as " + recipient.Address) : null });
        services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(this))
            .AddMetrics()
            .AddMsmtp(mail => mail.AddAccount("default", Account("geheim")).AddAccount("wrong", Account("hunter2")))
            .BuildServiceProvider();
        var ours = services.GetRequiredService<IMeterFactory>();
        meters.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter is { Name: "Msmtp" } meter && meter.Scope == ours)
                listening.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, new(tags.ToArray()))));
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, new(tags.ToArray()))));
        meters.Start();
        listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Msmtp",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                // Other tests send at the same time.
                if (activity.GetTagItem("server.port") is int port && port == sink.Port)
                    activities.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        meters.Dispose();
        await services.DisposeAsync();
        await sink.DisposeAsync();
    }

    [Fact]
    public async Task A_mail_that_is_sent_is_counted_traced_and_logged()
    {
        await SendAsync("you@example.net");

        Assert.Contains(lines, static line => line is (LogLevel.Information, 1, var text) && text.Contains("by account default", StringComparison.Ordinal));
        var mail = Assert.Single(measured, static one => one.Name == "msmtp.client.mails");
        Assert.Equal(("sent", "default", "127.0.0.1", sink.Port), (mail.Tags["msmtp.outcome"], mail.Tags["msmtp.account"], mail.Tags["server.address"], mail.Tags["server.port"]));
        Assert.Single(measured, static one => one.Name == "msmtp.client.mail.duration" && one.Value > 0);
        Assert.Single(measured, static one => one is { Name: "msmtp.client.recipients", Value: 1 });
        Assert.Single(measured, static one => one.Name == "msmtp.client.connection.create_time");
        var (connect, send) = (activities.Single(static one => one.OperationName == "msmtp connect"), activities.Single(static one => one.OperationName == "msmtp send"));
        Assert.Equal((send.SpanId, ActivityKind.Client, ActivityStatusCode.Unset), (connect.ParentSpanId, send.Kind, send.Status));
        Assert.Equal(("sent", 250, 1), (send.GetTagItem("msmtp.outcome"), send.GetTagItem("msmtp.reply.code"), send.GetTagItem("msmtp.recipient.count")));
    }

    [Fact]
    public async Task A_mail_that_is_refused_is_counted_traced_and_logged()
    {
        await SendAsync("no@example.net");

        Assert.Contains(lines, static line => line is (LogLevel.Warning, 3, var text) && text.EndsWith("Rcpt, DataErr, reply 550 5.1.1", StringComparison.Ordinal));
        var mail = Assert.Single(measured, static one => one.Name == "msmtp.client.mails");
        Assert.Equal(("refused", "550"), (mail.Tags["msmtp.outcome"], mail.Tags["error.type"]));
        var send = activities.Single(static one => one.OperationName == "msmtp send");
        Assert.Equal((ActivityStatusCode.Error, "550"), (send.Status, send.GetTagItem("error.type")));
    }

    [Fact]
    public async Task A_mail_that_goes_to_some_is_counted_by_recipient()
    {
        await Mailer.TrySendAsync(Request("yes@example.net", "no@example.net") with { OnRefusal = PartialRefusal.Continue }, Token);

        Assert.Contains(lines, static line => line is (LogLevel.Warning, 2, var text) && text.Contains("to 1 of 2 recipients", StringComparison.Ordinal));
        Assert.Equal(
            ["refused 1", "sent 1"],
            measured.Where(static one => one.Name == "msmtp.client.recipients").Select(static one => $"{one.Tags["msmtp.outcome"]} {one.Value}").Order());
    }

    [Fact]
    public async Task Connections_are_counted_whenever_somebody_looks()
    {
        await SendAsync("you@example.net");
        measured.Clear();

        meters.RecordObservableInstruments();

        Assert.Equal(
            ["idle 1", "used 0"],
            measured.Where(static one => one.Name == "msmtp.client.connection.count").Select(static one => $"{one.Tags["msmtp.client.connection.state"]} {one.Value}").Order());
        Assert.Equal(0, measured.Single(static one => one.Name == "msmtp.client.connection.pending_requests").Value);
    }

    [Fact]
    public async Task A_mail_that_is_not_even_tried_is_counted_and_logged()
    {
        await Assert.ThrowsAsync<MailException>(() => Mailer.SendAsync(Request("you@example.net") with { Account = "none" }, Token).AsTask());

        Assert.Contains(lines, static line => line is (LogLevel.Error, 6, var text) && text.EndsWith(
            "account none not found in the application; hint: the accounts are default, wrong", StringComparison.Ordinal));
        Assert.Equal("not_sent", measured.Single(static one => one.Name == "msmtp.client.mails").Tags["msmtp.outcome"]);
    }

    [Fact]
    public async Task No_secret_is_told_and_addresses_at_Debug_only()
    {
        await SendAsync("you@example.net");
        await SendAsync("no@example.net");
        await Assert.ThrowsAsync<MailException>(() => Mailer.SendAsync(Request("you@example.net") with { Account = "wrong" }, Token).AsTask());
        meters.RecordObservableInstruments();

        Assert.All(lines, static line => Assert.DoesNotMatch("geheim|hunter2", line.Text));
        Assert.Contains(lines, static line => line is (LogLevel.Error, 6, var text) && text.Contains(
            "reply 535 5.7.8; hint: the server rejects the user name or the password", StringComparison.Ordinal));
        Assert.All(lines.Where(static line => line.Level > LogLevel.Debug), static line => Assert.DoesNotContain('@', line.Text));
        Assert.Contains(lines, static line => line is (LogLevel.Debug, 30, var text) && text.Contains("<you@example.net>", StringComparison.Ordinal));
        var told = measured.SelectMany(static one => one.Tags.Values).Concat(activities.SelectMany(static one => one.TagObjects.Select(static tag => tag.Value).Append(one.StatusDescription)));
        Assert.All(told, static value => Assert.DoesNotMatch("@|geheim|hunter2|joe", value?.ToString() ?? ""));
    }

    [Fact]
    public async Task A_log_that_throws_is_told_with_what_it_lost_in_one_notice()
    {
        var notices = new List<HostNotice>();
        await using var broken = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(this))
            .AddMsmtp(mail => mail.AddPlugin(new BrokenLog()).OnNotice(notices.Add).AddAccount("default", Account("geheim")))
            .BuildServiceProvider();

        await broken.GetRequiredService<IMailer>().SendAsync(Request("you@example.net"), Token);

        var notice = Assert.Single(notices);
        Assert.Equal("log broken failed: the disk is gone", notice.Message);
        Assert.Equal("you@example.net", notice.LostRecord?.Envelope.To[0].Address);
        Assert.IsType<InvalidOperationException>(notice.Exception);
        Assert.Contains(lines, static line => line is (LogLevel.Warning, 20, "log broken failed: the disk is gone"));
        Assert.Contains(lines, static line => line is (LogLevel.Debug, 21, var text) && text.StartsWith("log info was: host=127.0.0.1 ", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line is (LogLevel.Warning, 22, "A plugin threw"));
    }

    sealed class BrokenLog : IPlugin
    {
        public string Id => "tests.broken-log";

        public void Register(IPluginRegistry registry) =>
            registry.AddLogSink("broken", static _ => throw new InvalidOperationException("the disk is gone"));
    }

    IMailer Mailer => services.GetRequiredService<IMailer>();

    ValueTask<SendResult> SendAsync(string to) => Mailer.TrySendAsync(Request(to), Token);

    static MailRequest Request(params string[] to) => new() { Message = MessageInput.FromOctets("Subject: hi\n\n"u8.ToArray()), To = to };

    Dictionary<string, string> Account(string password) => new()
    {
        ["host"] = "127.0.0.1",
        ["port"] = $"{sink.Port}",
        ["from"] = "me@example.org",
        ["auth"] = "plain",
        ["user"] = "joe",
        ["password"] = password,
    };

    ILogger ILoggerProvider.CreateLogger(string categoryName) => new Lines(this, categoryName);

    void IDisposable.Dispose()
    {
    }

    sealed class Lines(TelemetryTests tests, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (category == "Msmtp")
                tests.lines.Enqueue((logLevel, eventId.Id, formatter(state, exception)));
        }
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
