using System.Net;
using System.Net.Sockets;

namespace Msmtp.Hosting;

/// <summary>Sends one queued mail once, to the recipients who do not have it yet.</summary>
sealed class QueueAttempt(RunnerContext runner, ResolvedAccount account, Failover delivery)
{
    /// <summary>How long a step may take for an account without a limit, as RFC 5321 §4.5.3.2.6 grants it for the final dot.</summary>
    public static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(10);

    // Beyond these an exchange is cut off, however lively it is: a server that sends one octet a minute has a worker for some hours at most.
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    const int StepsInPatience = 10;
    const int SlowestOctetsPerSecond = 4096;

    /// <summary>How long an attempt may take in all: half an hour, ten of the account's timeouts, and the message at 4 KiB a second.</summary>
    public static TimeSpan Limit(AccountSettings settings, long size) =>
        Patience + StepsInPatience * (settings.Get(CommonSettings.Timeout) ?? LongestStep) + TimeSpan.FromSeconds(size / SlowestOctetsPerSecond);

    /// <summary>Sends it. Whatever becomes of it is in the result; nothing is thrown.</summary>
    public async ValueTask<AttemptResult> RunAsync(IMailLease lease)
    {
        using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, runner.Environment.Time);
        Begin(limit, Limit(account.Account.Settings, lease.Mail.Size) * (1 + account.Others.Count));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, runner.Abandoned);
        var ending = new WatchedEnding(lease.BeginAsync);
        WatchedStream? body = null;
        var envelope = Envelope(lease.Mail);
        ComposedMail mail;
        try
        {
            var content = await lease.OpenAsync(either.Token).ConfigureAwait(false);
            body = new WatchedStream(content.Body, static () => { });
            mail = new ComposedMail(new OutgoingMail(envelope, content with { Body = body }) { OnRefusal = PartialRefusal.Continue, Ending = ending.CallAsync });
        }
        catch (Exception e) when (e is MailException or OperationCanceledException)
        {
            mail = new ComposedMail(new OutgoingMail(envelope, new MessageContent(default, Stream.Null))) { Stopped = e };
        }
        var outcome = await delivery.SendAsync(account, mail, either.Token).ConfigureAwait(false);
        var record = outcome.Record with { QueueId = lease.Mail.Id, MessageId = lease.Mail.MessageId ?? outcome.Record.MessageId, IsRepeated = lease.Mail.IsUnknown };
        if (outcome.Cause is OperationCanceledException)
            return ending.IsCalled ? Interrupted(record) : limit.IsCancellationRequested ? TooLong(record) : new AttemptResult(record, FailureClass.Stopped);
        if (record.Failure is not { } failure)
            return new AttemptResult(record, null);
        // The queue's own failure is not the server's.
        if (mail.Stopped is not null || body?.Failure is not null || ending.Failure is not null)
            return new AttemptResult(record with { Result = Later(record.Result) }, FailureClass.Mail) { IsOfStore = true };
        var about = ClassOf(failure, record.Result.FailedServers);
        return new AttemptResult(record, about == FailureClass.Unreachable && IsOffline(record.Account.Settings, outcome.Cause) ? FailureClass.Offline : about);
    }

    // The first timer needs a thread, which the system need not provide. Each step has a limit of its own.
    static void Begin(CancellationTokenSource limit, TimeSpan time)
    {
        try
        {
            limit.CancelAfter(time);
        }
        catch (OutOfMemoryException)
        {
            // It goes on without.
        }
    }

    // The account is only out of order if all its servers are.
    static FailureClass ClassOf(DeliveryFailure failure, IReadOnlyList<FailedServer> others)
    {
        var about = FailureClasses.Of(failure);
        for (var i = 0; i < others.Count && about.IsOfAccount(); i++)
            if (FailureClasses.Of(others[i].Failure) is var other && !other.IsOfAccount())
                about = other;
        return about;
    }

    bool IsOffline(AccountSettings settings, Exception? cause)
    {
        for (var e = cause; e is not null; e = e.InnerException)
            if (e is SocketException { SocketErrorCode: SocketError.NetworkUnreachable or SocketError.NetworkDown })
                return true;
        return !IsHere(settings) && !runner.Environment.HasNetwork();
    }

    // A server on this machine can be reached without a network, and there are machines that never have one.
    static bool IsHere(AccountSettings settings) => settings.Get(CommonSettings.Socket) is not null
        || settings.Get(CommonSettings.Host) is { } host && (host == "localhost" || IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    static SmtpEnvelope Envelope(QueuedMail mail)
    {
        var waiting = new List<ForwardPath>();
        foreach (var recipient in mail.Recipients)
            if (QueuePolicy.IsWaiting(recipient))
                waiting.Add(recipient.Recipient);
        return mail.Envelope.WithRecipients(waiting.Count > 0 ? waiting : mail.Envelope.To);
    }

    // The mail is tried again, whatever the store's failure would mean for a new mail.
    static SendResult Later(SendResult result) => result with
    {
        Recipients = [.. result.Recipients.Select(static recipient =>
            recipient.Outcome == SendOutcome.NotSent ? recipient with { Outcome = SendOutcome.Deferred } : recipient)],
    };

    static AttemptResult TooLong(DeliveryRecord record) => Failed(record, FailureClass.Broken, new DeliveryFailure(
        ExitCode.IoErr, DeliveryStage.Data, "the server is so slow that the mail was given up for now") { IsTemporary = true });

    // A transport that sends a message at one go cannot tell how far it got.
    static AttemptResult Interrupted(DeliveryRecord record) => Failed(record, FailureClass.Unknown, new DeliveryFailure(
        ExitCode.TempFail, DeliveryStage.EndOfData, "the attempt was interrupted, and the mail may have been delivered") { MayHaveBeenDelivered = true });

    static AttemptResult Failed(DeliveryRecord record, FailureClass about, DeliveryFailure failure) =>
        new(record with { Result = SendResult.Of(failure, record.Envelope.To) }, about);
}

/// <summary>What an attempt came to.</summary>
/// <param name="Record">What is logged.</param>
/// <param name="Class">What its failure is about; null: it has none.</param>
sealed record AttemptResult(DeliveryRecord Record, FailureClass? Class)
{
    /// <summary>The queue could not be read or written.</summary>
    public bool IsOfStore { get; init; }
}
