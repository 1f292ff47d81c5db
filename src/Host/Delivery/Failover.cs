using System.Runtime.CompilerServices;

namespace Msmtp.Hosting;

/// <summary>
/// Delivers by the ways of an account, where it has several: the next one is tried when a server cannot be reached or puts the mail off, as long as
/// nothing of the message has been sent (docs/decisions/0029-failover.md).
/// </summary>
/// <param name="delivery">Delivers by one of them.</param>
sealed class Failover(MailDelivery delivery)
{
    /// <inheritdoc cref="MailDelivery.SendAsync"/>
    public ValueTask<DeliveryOutcome> SendAsync(ResolvedAccount account, ComposedMail mail, CancellationToken cancellationToken) =>
        account.Others.Count == 0 || mail.Stopped is not null
            ? delivery.SendAsync(account.Context, mail, cancellationToken)
            : new FailoverAttempt(delivery, account, mail).SendAsync(cancellationToken);

    /// <summary>Asks the servers as a mail would, until one is in order.</summary>
    /// <inheritdoc cref="MailDelivery.ProbeAsync"/>
    public async ValueTask<bool> ProbeAsync(ResolvedAccount account, CancellationToken cancellationToken)
    {
        for (var i = 0; i < account.Others.Count; i++)
        {
            try
            {
                return await delivery.ProbeAsync(i == 0 ? account.Context : account.Others[i - 1].Context, cancellationToken).ConfigureAwait(false);
            }
            catch (MailException e) when (FailoverRules.After(SendResult.Of(e.Failure), hasBegun: false) == FailoverStep.Next)
            {
                // The next one may be in order.
            }
        }
        var last = account.Others is [.., var other] ? other.Context : account.Context;
        return await delivery.ProbeAsync(last, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>One attempt to deliver one mail.</summary>
sealed class FailoverAttempt
{
    readonly MailDelivery delivery;
    readonly PluginContext context;
    readonly FailoverMail mail;
    readonly List<Way> ways = [];
    readonly List<Way> resting = [];
    readonly List<Tried> failed = [];
    readonly long start;
    DeliveryOutcome? end;
    bool mustStop;

    public FailoverAttempt(MailDelivery delivery, ResolvedAccount account, ComposedMail composed)
    {
        this.delivery = delivery;
        context = account.Context;
        mail = new FailoverMail(composed);
        start = context.Time.GetTimestamp();
        var own = context.Account;
        var first = CommonSettings.HostsOf(account.Written.Settings) is [var host, _, ..] ? host : own.Name is { } name ? $"account {name}" : "the first server";
        ways.Add(new Way(first, $"{own.File}\n{own.Name}\n{first}", own.Name, () => account.Context));
        foreach (var other in account.Others)
            ways.Add(new Way(other.Title, $"{own.File}\n{other.Account}\n{other.Title}", other.Account, () => other.Context));
    }

    /// <param name="Title">Its name for people.</param>
    /// <param name="Key">Its name among the servers that are down.</param>
    /// <param name="Account">The name of its account.</param>
    /// <param name="Resolve">What plugins are given for it.</param>
    sealed record Way(string Title, string Key, string? Account, Func<PluginContext> Resolve);

    sealed record Tried(Way Way, DeliveryOutcome Outcome)
    {
        public SendResult Result => Outcome.Record.Result;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<DeliveryOutcome> SendAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < ways.Count && end is null && !mustStop; i++)
            if (delivery.Down.IsResting(ways[i].Key, context.Time) || !await TryAsync(ways[i], isLast: false, cancellationToken).ConfigureAwait(false))
                resting.Add(ways[i]);
        mustStop = false;
        for (var i = 0; i < resting.Count && end is null && !mustStop; i++)
            await TryAsync(resting[i], isLast: true, cancellationToken).ConfigureAwait(false);
        return Whole(end ?? Reported());
    }

    // False: another mail has found out meanwhile that the server is down, and this one has not tried.
    async ValueTask<bool> TryAsync(Way way, bool isLast, CancellationToken cancellationToken)
    {
        if (failed is [.., var last])
            context.Trace?.Note($"{last.Result.Failure?.Message}, trying {way.Title}");
        else if (resting is [.., var other] && !isLast)
            context.Trace?.Note($"{other.Title} could not be reached a moment ago, trying {way.Title}");
        var wasForestalled = false;
        var outcome = await SendAsync(way, OpenAsync, cancellationToken).ConfigureAwait(false);
        if (!wasForestalled)
            Judge(way, outcome);
        return !wasForestalled;

        async ValueTask<ITransport> OpenAsync(ConnectionOpener open, CancellationToken token)
        {
            if (!isLast && delivery.Down.FailureSince(way.Key, start) is { } known)
            {
                wasForestalled = true;
                throw new MailException(known);
            }
            try
            {
                return await open(token).ConfigureAwait(false);
            }
            catch (MailException e) when (FailoverRules.After(SendResult.Of(e.Failure), hasBegun: false) == FailoverStep.Next)
            {
                // Before the place of this mail is given to the next one.
                delivery.Down.Note(way.Key, e.Failure, context.Time);
                throw;
            }
        }
    }

    async ValueTask<DeliveryOutcome> SendAsync(Way way, OpeningGuard guard, CancellationToken cancellationToken)
    {
        var next = mail.Next();
        try
        {
            return await delivery.SendAsync(way.Resolve(), next, cancellationToken, guard).ConfigureAwait(false);
        }
        catch (MailException e)
        {
            // The account of this way is not in order.
            var result = SendResult.Of(e.Failure, next.Mail.Envelope.To) with { Account = way.Account };
            return new DeliveryOutcome(MailDelivery.Record(context, next.Mail, result)) { Cause = e };
        }
    }

    void Judge(Way way, DeliveryOutcome outcome)
    {
        var result = outcome.Record.Result;
        var announcesEnd = delivery.AnnouncesEnd(outcome.Record.Account.Settings);
        var step = outcome.Cause is OperationCanceledException ? FailoverStep.End : FailoverRules.After(result, mail.HasBegun(announcesEnd));
        if (step == FailoverStep.Next && PassingFailure.IsOfTheServer(result.Failure!))
            delivery.Down.Note(way.Key, result.Failure!, context.Time);
        else if (outcome.Cause is not OperationCanceledException)
            delivery.Down.Forget(way.Key);
        if (step == FailoverStep.End)
        {
            end = outcome with { Record = outcome.Record with { Result = mail.Merged(result) } };
            return;
        }
        failed.Add(new Tried(way, outcome with { Record = outcome.Record with { Result = mail.Merged(result) } }));
        mail.Take(result);
        mustStop = step == FailoverStep.Stop;
    }

    DeliveryOutcome Reported()
    {
        var results = new SendResult[failed.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = failed[i].Result;
        var reported = failed[FailoverRules.Reported(results)];
        failed.Remove(reported);
        return reported.Outcome;
    }

    DeliveryOutcome Whole(DeliveryOutcome outcome)
    {
        var others = new FailedServer[failed.Count];
        var said = new string[failed.Count];
        for (var i = 0; i < others.Length; i++)
        {
            var (way, result) = (failed[i].Way, failed[i].Result);
            others[i] = new FailedServer(way.Account, result.Server, result.Failure!);
            said[i] = $"{way.Title} ({FailoverRules.Short(result.Failure!)})";
        }
        var whole = mail.Overlaid(outcome.Record.Result);
        return outcome with
        {
            Record = outcome.Record with
            {
                Envelope = mail.Whole.Envelope,
                Duration = context.Time.GetElapsedTime(start),
                Result = whole with { FailedServers = others, Failure = whole.Failure is { } failure ? FailoverRules.Explained(failure, said) : null },
            },
        };
    }
}
