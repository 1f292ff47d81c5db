using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>Traces, counts and logs one call of a mailer. It ends in exactly one way.</summary>
readonly struct SendObservation : IDisposable
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

    /// <summary>The mail was delivered, or its delivery was tried.</summary>
    public void End(DeliveryRecord record)
    {
        if (IsUnheard(record.Result))
            return;
        foreach (var failed in record.Result.FailedServers)
        {
            telemetry.CountFailover(failed);
            telemetry.Log.FailedOver(failed.Account, failed.Server, Reason(failed.Failure));
        }
        var tags = ServerTags.Of(record.Account.Name, record.Account.Settings);
        activity?.SetTag("msmtp.recipient.count", record.Envelope.To.Count);
        telemetry.Count(tags, ErrorType.Outcome(record.Result.Outcome), ErrorOf(record.Result), Elapsed);
        telemetry.CountRecipients(tags, record.Result.Recipients.Select(static recipient => recipient.Outcome));
        Trace(tags, record.Result);
        Tell(record);
    }

    /// <summary>Its delivery was not even tried: the configuration, the message or the request is wrong.</summary>
    public void Fail(MailException e)
    {
        telemetry.Count([], ErrorType.Outcome(e.Result.Outcome), ErrorOf(e.Result), Elapsed);
        Trace([], e.Result);
        telemetry.Log.NotSent(null, "not connected", Reason(e.Failure));
    }

    /// <summary>The caller cancelled before the delivery was tried.</summary>
    public void Cancel() => Cancel([]);

    /// <summary>The caller cancelled while the delivery was tried.</summary>
    public void Cancel(DeliveryRecord record)
    {
        activity?.SetTag("msmtp.recipient.count", record.Envelope.To.Count);
        Cancel(ServerTags.Of(record.Account.Name, record.Account.Settings));
    }

    public void Dispose() => activity?.Dispose();

    // Most mails are sent, and most logs only take failures.
    bool IsUnheard(SendResult result) => activity is null && !telemetry.IsCounting
        && result is { Outcome: SendOutcome.Sent, FailedServers.Count: 0 } && !telemetry.Log.IsEnabled(LogLevel.Information) && !telemetry.Log.IsEnabled(LogLevel.Debug);

    void Cancel(IReadOnlyList<KeyValuePair<string, object?>> tags)
    {
        telemetry.Count(tags, ErrorType.Cancelled, ErrorType.Cancelled, Elapsed);
        foreach (var (key, value) in tags)
            activity?.SetTag(key, value);
        activity?.SetTag("msmtp.outcome", ErrorType.Cancelled);
        telemetry.Log.Cancelled();
    }

    static string? ErrorOf(SendResult result) => result.Failure is { } failure ? ErrorType.Of(failure) : null;

    void Trace(IReadOnlyList<KeyValuePair<string, object?>> tags, SendResult result)
    {
        if (activity is null)
            return;
        foreach (var (key, value) in tags)
            activity.SetTag(key, value);
        activity.SetTag("msmtp.outcome", ErrorType.Outcome(result.Outcome));
        if (result.FinalReply is { } final)
            activity.SetTag("msmtp.reply.code", final.Code).SetTag("msmtp.mail.size", result.MessageSize);
        if (ErrorOf(result) is { } error)
            activity.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);
    }

    void Tell(DeliveryRecord record)
    {
        var (log, account, server) = (telemetry.Log, record.Account.Name, ServerTags.Server(record.Account.Settings));
        var result = record.Result;
        var reason = record.Failure is { } failure ? Reason(failure) : "";
        switch (result.Outcome)
        {
            case SendOutcome.Sent:
                log.Sent(account, server, record.Envelope.To.Count, result.MessageSize, Elapsed.TotalMilliseconds);
                break;
            case SendOutcome.PartlySent:
                var accepted = result.Recipients.Count(static recipient => recipient.Outcome is SendOutcome.Sent or SendOutcome.Queued);
                log.PartlySent(account, server, accepted, record.Envelope.To.Count, Elapsed.TotalMilliseconds);
                break;
            case SendOutcome.Queued:
                log.Queued(account, server, record.Envelope.To.Count, reason);
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
            log.Details(record.Envelope.From.Address, string.Join(", ", record.Envelope.To), result.Outcome, Text(result));
    }

    static string Text(SendResult result) =>
        PrintableText.Text($"{result.Failure?.Message ?? "ok"} {(result.Failure is { } failure ? failure.Reply : result.FinalReply)}");

    // From MAIL on, and if an address or the message itself is at fault, the text may hold an address, and so may the server's.
    static string Reason(DeliveryFailure failure)
    {
        var code = failure.Reply is { } reply ? $", reply {reply.Code:D3} {reply.Status}".TrimEnd() : "";
        var mayHoldAddress = failure.Stage >= DeliveryStage.Mail || failure.ExitCode == ExitCode.DataErr;
        var what = mayHoldAddress ? $"{failure.Stage}, {failure.ExitCode}" : PrintableText.Text(failure.Message);
        return what + code + Hint(failure);
    }

    // Advice is not personal data, unless a plugin has put an address into it.
    static string Hint(DeliveryFailure failure) =>
        failure.Advice is { } advice && !advice.Contains('@', StringComparison.Ordinal) ? $"; hint: {PrintableText.Text(advice)}" : "";
}
