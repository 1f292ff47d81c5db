using System.Diagnostics;

namespace Msmtp.Hosting;

/// <summary>What is said of the links of one account.</summary>
sealed class LinkTelemetry(MailerTelemetry telemetry, string? account, Settings settings)
{
    readonly string server = ServerTags.Server(settings);

    /// <summary>What its measurements are labelled with.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Tags { get; } = ServerTags.Of(account, settings);

    /// <summary>A mail has its place, and waited so long for it.</summary>
    public void Waited(TimeSpan time)
    {
        if (telemetry.Waiting.Enabled)
            telemetry.Waiting.Record(time.TotalSeconds, [.. Tags]);
    }

    /// <summary>Opens a link and says how it went.</summary>
    public async ValueTask<ITransport> OpeningAsync(LinkOpener open, CancellationToken ct)
    {
        using var activity = MailerTelemetry.Activities.StartActivity("msmtp connect", ActivityKind.Client, default(ActivityContext), Tags);
        var since = telemetry.Time.GetTimestamp();
        try
        {
            var link = await open(ct).ConfigureAwait(false);
            var time = telemetry.Time.GetElapsedTime(since);
            telemetry.Opening.Record(time.TotalSeconds, [.. Tags]);
            telemetry.Log.LinkOpened(account, server, time.TotalMilliseconds);
            return link;
        }
        catch (MailException e)
        {
            var error = ErrorType.Of(e.Failure);
            telemetry.Opening.Record(telemetry.Time.GetElapsedTime(since).TotalSeconds, [.. Tags, new("error.type", error)]);
            activity?.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }

    /// <summary>A link was closed.</summary>
    public void Closed(LinkEnd end, int mails)
    {
        if (end == LinkEnd.Spent)
            telemetry.Log.LinkSpent(account, server, mails);
        else
            telemetry.Log.LinkClosed(account, server, mails, end);
    }
}
