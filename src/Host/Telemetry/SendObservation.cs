using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Msmtp.Hosting;

/// <summary>One call of a mailer, for those who trace, count and log. It ends in exactly one way.</summary>
sealed class SendObservation : IDisposable
{
    readonly MailerTelemetry telemetry;
    readonly long since;
    readonly Activity? activity;

    public SendObservation(MailerTelemetry telemetry)
    {
        this.telemetry = telemetry;
        since = telemetry.Time.GetTimestamp();
        activity = MailerTelemetry.Activities.StartActivity("msmtp send", ActivityKind.Client);
    }

    TimeSpan Elapsed => telemetry.Time.GetElapsedTime(since);

    /// <summary>The mail was handed over, or it was tried.</summary>
    public void End(DeliveryOutcome outcome)
    {
        var record = outcome.Record;
        var tags = ServerTags.Of(record.Account.Name, record.Account.Settings);
        activity?.SetTag("msmtp.recipient.count", record.Envelope.To.Count);
        if (outcome.Cause is OperationCanceledException)
        {
            Cancel(tags);
            return;
        }
        var verdict = record.Report?.Outcome() ?? record.Failure?.Outcome() ?? SendOutcome.NotSent;
        var error = record.Failure is { } failure ? ErrorType.Of(failure) : null;
        telemetry.Count(tags, ErrorType.Outcome(verdict), error, Elapsed);
        telemetry.CountRecipients(tags, record.Report is { } report
            ? report.Recipients.Select(report.OutcomeFor)
            : Enumerable.Repeat(verdict, record.Envelope.To.Count));
        Trace(tags, verdict, error, record.Report);
        Tell(record, verdict);
    }

    /// <summary>It was not even tried: the configuration, the message or the request is wrong.</summary>
    public void Fail(MailException e)
    {
        telemetry.Count([], ErrorType.Outcome(e.Outcome()), ErrorType.Of(e.Failure), Elapsed);
        Trace([], e.Outcome(), ErrorType.Of(e.Failure), null);
        telemetry.Log.NotSent(null, "not connected", Reason(e.Failure));
    }

    /// <summary>Its caller gave up before it was tried.</summary>
    public void Cancel() => Cancel([]);

    public void Dispose() => activity?.Dispose();

    void Cancel(IReadOnlyList<KeyValuePair<string, object?>> tags)
    {
        telemetry.Count(tags, ErrorType.Cancelled, ErrorType.Cancelled, Elapsed);
        foreach (var (key, value) in tags)
            activity?.SetTag(key, value);
        activity?.SetTag("msmtp.outcome", ErrorType.Cancelled);
        telemetry.Log.Cancelled();
    }

    void Trace(IReadOnlyList<KeyValuePair<string, object?>> tags, SendOutcome verdict, string? error, DeliveryReport? report)
    {
        if (activity is null)
            return;
        foreach (var (key, value) in tags)
            activity.SetTag(key, value);
        activity.SetTag("msmtp.outcome", ErrorType.Outcome(verdict));
        if (report is { Final: { } final })
            activity.SetTag("msmtp.reply.code", final.Code).SetTag("msmtp.mail.size", report.MessageSize);
        if (error is not null)
            activity.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);
    }

    void Tell(DeliveryRecord record, SendOutcome verdict)
    {
        var (log, account, server) = (telemetry.Log, record.Account.Name, ServerTags.Server(record.Account.Settings));
        var reason = record.Failure is { } failure ? Reason(failure) : "";
        switch (verdict)
        {
            case SendOutcome.Sent:
                log.Sent(account, server, record.Envelope.To.Count, record.Report?.MessageSize ?? 0, Elapsed.TotalMilliseconds);
                break;
            case SendOutcome.PartlySent:
                var accepted = record.Report!.Recipients.Count(result => record.Report.OutcomeFor(result) == SendOutcome.Sent);
                log.PartlySent(account, server, accepted, record.Envelope.To.Count, Elapsed.TotalMilliseconds);
                break;
            case SendOutcome.Refused:
                log.Refused(account, server, reason);
                break;
            case SendOutcome.Deferred:
                log.Deferred(account, server, reason);
                break;
            case SendOutcome.Unknown:
                log.MayHaveBeenDelivered(account, server, reason);
                break;
            default:
                log.NotSent(account, server, reason);
                break;
        }
        if (log.IsEnabled(LogLevel.Debug))
            log.Details(record.Envelope.From.Address, string.Join(", ", record.Envelope.To), verdict, Text(record));
    }

    static string Text(DeliveryRecord record) =>
        Printable.Text($"{record.Failure?.Message ?? "ok"} {(record.Failure is { } failure ? failure.Reply : record.Report?.Final)}");

    // From MAIL on, and where an address or the message itself is at fault, the text may hold an address, and so may the server's.
    static string Reason(DeliveryFailure failure)
    {
        var code = failure.Reply is { } reply ? $", reply {reply.Code:D3} {reply.Status}".TrimEnd() : "";
        var mayHoldAddress = failure.Stage >= DeliveryStage.Mail || failure.ExitCode == ExitCode.DataErr;
        var what = mayHoldAddress ? $"{failure.Stage}, {failure.ExitCode}" : Printable.Text(failure.Message);
        return what + code + Hint(failure);
    }

    // Advice is no personal data, unless a plugin has put an address into it.
    static string Hint(DeliveryFailure failure) =>
        failure.Advice is { } advice && !advice.Contains('@', StringComparison.Ordinal) ? $"; hint: {Printable.Text(advice)}" : "";
}
