using System.Diagnostics;

namespace Msmtp.Hosting;

/// <summary>Traces, measures and logs the connections of one account.</summary>
sealed class ConnectionTelemetry(MailerTelemetry telemetry, string? account, AccountSettings settings)
{
    readonly string server = ServerTags.Server(settings);

    /// <summary>The labels of its measurements.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Tags { get; } = ServerTags.Of(account, settings);

    /// <summary>A mail has waited this long for a connection.</summary>
    public void Waited(TimeSpan time)
    {
        if (telemetry.Waiting.Enabled)
            telemetry.Waiting.Record(time.TotalSeconds, [.. Tags]);
    }

    /// <summary>Opens a connection, and records the outcome.</summary>
    public async ValueTask<ITransport> OpeningAsync(ConnectionOpener open, CancellationToken cancellationToken)
    {
        using var activity = MailerTelemetry.Activities.StartActivity("msmtp connect", ActivityKind.Client, default(ActivityContext), Tags);
        var since = telemetry.Time.GetTimestamp();
        try
        {
            var connection = await open(cancellationToken).ConfigureAwait(false);
            var time = telemetry.Time.GetElapsedTime(since);
            telemetry.Opening.Record(time.TotalSeconds, [.. Tags]);
            telemetry.Log.ConnectionOpened(account, server, time.TotalMilliseconds);
            return connection;
        }
        catch (MailException e)
        {
            var error = ErrorType.Of(e.Failure);
            telemetry.Opening.Record(telemetry.Time.GetElapsedTime(since).TotalSeconds, [.. Tags, new("error.type", error)]);
            activity?.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }

    /// <summary>A connection was closed.</summary>
    public void Closed(ConnectionEnd end, int mails)
    {
        if (end == ConnectionEnd.Spent)
            telemetry.Log.ConnectionStale(account, server, mails);
        else
            telemetry.Log.ConnectionClosed(account, server, mails, end);
    }
}
