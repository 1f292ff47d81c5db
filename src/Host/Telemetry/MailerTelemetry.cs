using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Msmtp.Hosting;

/// <summary>
/// A mailer's traces, measurements and log: an <see cref="ActivitySource"/> and a <see cref="Meter"/> named <c>Msmtp</c>, and a logger.
/// They cost next to nothing while nobody listens, and the command, which has no mailer, nothing at all.
/// </summary>
sealed class MailerTelemetry : IDisposable
{
    /// <summary>The name of the source, the meter and the log's category.</summary>
    public const string Name = "Msmtp";

    // Seconds, as OpenTelemetry advises for durations, but with larger buckets: a server may take minutes after the final dot
    // (RFC 5321 §4.5.3.2.6).
    static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 300],
    };

    readonly Meter meter;
    readonly bool ownsMeter;
    readonly Counter<long> mails;
    readonly Counter<long> recipients;
    readonly Counter<long> attempts;
    readonly Counter<long> failovers;
    readonly Histogram<double> duration;

    /// <param name="loggers">Creates the log; null: there is none.</param>
    /// <param name="meters">Creates the meter, and owns it; null: it is created here.</param>
    /// <param name="time">The clock.</param>
    public MailerTelemetry(ILoggerFactory? loggers, IMeterFactory? meters, TimeProvider time)
    {
        Time = time;
        Log = loggers?.CreateLogger(Name) ?? NullLogger.Instance;
        var options = new MeterOptions(Name) { Version = Version };
        ownsMeter = meters is null;
        meter = meters is null ? new Meter(options) : meters.Create(options);
        mails = meter.CreateCounter<long>("msmtp.client.mails", "{mail}", "Mails that were tried, by outcome.");
        recipients = meter.CreateCounter<long>("msmtp.client.recipients", "{recipient}", "Recipients of these mails, by outcome.");
        attempts = meter.CreateCounter<long>("msmtp.queue.attempts", "{attempt}", "Attempts to send a queued mail, by outcome.");
        failovers = meter.CreateCounter<long>("msmtp.client.failovers", "{server}", "Servers that failed, of accounts that have several.");
        duration = NewHistogram("msmtp.client.mail.duration", "From the call to the outcome.");
        Waiting = NewHistogram("msmtp.client.connection.wait_time", "How long a mail waited for its turn to use a connection.");
        Opening = NewHistogram("msmtp.client.connection.create_time", "How long it took to connect, encrypt and authenticate.");
    }

    public static ActivitySource Activities { get; } = new(Name, Version);

    public TimeProvider Time { get; }

    public ILogger Log { get; }

    public Histogram<double> Waiting { get; }

    public Histogram<double> Opening { get; }

    static string? Version => typeof(MailerTelemetry).Assembly.GetName().Version?.ToString(3);

    /// <summary>Reports the connections whenever they are observed.</summary>
    public void Watch(Func<IEnumerable<ConnectionCounts>> count)
    {
        meter.CreateObservableUpDownCounter("msmtp.client.connection.count", States, "{connection}", "Connections, by state.");
        meter.CreateObservableUpDownCounter(
            "msmtp.client.connection.pending_requests", Waiters, "{request}", "Mails that wait for a connection.");

        IEnumerable<Measurement<long>> States() =>
            count().SelectMany(static connections => new[] { State(connections, connections.Used, "used"), State(connections, connections.Idle, "idle") });

        IEnumerable<Measurement<long>> Waiters() =>
            count().Select(static connections => new Measurement<long>(connections.Waiting, connections.Tags));
    }

    /// <summary>Reports the queues whenever they are observed.</summary>
    /// <param name="count">Counts the mails of all of them, by state.</param>
    /// <param name="age">Returns the age of the oldest one that waits.</param>
    public void WatchQueues(Func<IEnumerable<Measurement<long>>> count, Func<TimeSpan> age)
    {
        meter.CreateObservableUpDownCounter("msmtp.queue.mails", count, "{mail}", "Mails in queues, by state.");
        meter.CreateObservableGauge("msmtp.queue.oldest", () => age().TotalSeconds, "s", "The age of the oldest mail that waits.");
    }

    /// <summary>Mails are being counted.</summary>
    public bool IsCounting => mails.Enabled || duration.Enabled || recipients.Enabled;

    /// <summary>Counts a mail.</summary>
    /// <param name="tags">Whose it is.</param>
    /// <param name="outcome">Its outcome, as a label.</param>
    /// <param name="error">Why; null: it was sent.</param>
    /// <param name="time">How long it took.</param>
    public void Count(IEnumerable<KeyValuePair<string, object?>> tags, string outcome, string? error, TimeSpan time)
    {
        KeyValuePair<string, object?>[] all = [.. tags, new("msmtp.outcome", outcome), .. error is null ? [] : Error(error)];
        mails.Add(1, all);
        duration.Record(time.TotalSeconds, all);
    }

    /// <summary>Counts an attempt to send a queued mail.</summary>
    public void CountAttempt(IEnumerable<KeyValuePair<string, object?>> tags, SendOutcome outcome) =>
        attempts.Add(1, [.. tags, new("msmtp.outcome", ErrorType.Outcome(outcome))]);

    /// <summary>Counts a server that failed, of an account that has several.</summary>
    public void CountFailover(FailedServer server)
    {
        if (!failovers.Enabled)
            return;
        var tags = new List<KeyValuePair<string, object?>> { new("error.type", ErrorType.Of(server.Failure)) };
        if (server.Account is { } account)
            tags.Add(new("msmtp.account", account));
        if (server.Server is { } address)
            tags.Add(new("server.address", address));
        failovers.Add(1, [.. tags]);
    }

    /// <summary>Counts the recipients of a mail.</summary>
    public void CountRecipients(IEnumerable<KeyValuePair<string, object?>> tags, IEnumerable<SendOutcome> outcomes)
    {
        if (!recipients.Enabled)
            return;
        foreach (var (outcome, count) in outcomes.CountBy(static outcome => outcome))
            recipients.Add(count, [.. tags, new("msmtp.outcome", ErrorType.Outcome(outcome))]);
    }

    public void Dispose()
    {
        if (ownsMeter)
            meter.Dispose();
    }

    Histogram<double> NewHistogram(string name, string description) => meter.CreateHistogram(name, "s", description, null, Seconds);

    static Measurement<long> State(ConnectionCounts connections, int count, string state) =>
        new(count, [.. connections.Tags, new KeyValuePair<string, object?>("msmtp.client.connection.state", state)]);

    static KeyValuePair<string, object?>[] Error(string error) => [new("error.type", error)];
}

/// <summary>The connections of one account at one moment.</summary>
/// <param name="Tags">The account's labels.</param>
/// <param name="Used">Connections that carry a mail or are being opened for one.</param>
/// <param name="Idle">Connections that are idle.</param>
/// <param name="Waiting">Mails that wait for one.</param>
readonly record struct ConnectionCounts(IReadOnlyList<KeyValuePair<string, object?>> Tags, int Used, int Idle, int Waiting);
