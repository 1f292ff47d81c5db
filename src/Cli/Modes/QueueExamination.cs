using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>The step of <c>--doctor</c> for an account with a queue: what is in it, which accounts wait and why, and whether somebody sends it.</summary>
sealed class QueueExamination(CommandSession session, Examination examination)
{
    const string Step = "queue";

    public async ValueTask ExamineAsync(PluginContext context, CancellationToken cancellationToken)
    {
        examination.Begin(Step);
        var queue = MailQueues.Of(session.Plugins, context);
        var mails = await queue.ListAsync(cancellationToken);
        await ProbeAsync(context, queue, cancellationToken);
        Tell(mails, context.Time.GetUtcNow());
        // Nothing is made to look at it, not even the folder of a queue that was never used.
        if (queue is not ILeasedMailQueue leased || mails.Count == 0)
            return;
        var accounts = new HashSet<string>();
        foreach (var mail in mails)
            if (accounts.Add(mail.Origin.Key))
                Tell(mail.Origin, await leased.GetAccountAsync(mail.Origin.Key, cancellationToken));
        var isWaiting = mails.Any(static mail => mail.State == QueuedMailState.Waiting);
        await using var lead = await leased.LeadAsync(cancellationToken);
        if (lead is null)
            examination.Passed(Step, "a process sends what becomes due");
        else if (isWaiting)
            examination.Warned(Step, "no process sends what becomes due: run \"msmtp --queue-run\", or use its timer");
    }

    // A mail that is tried first may never need it.
    async ValueTask ProbeAsync(PluginContext context, IMailQueue queue, CancellationToken cancellationToken)
    {
        try
        {
            await queue.ProbeAsync(cancellationToken);
        }
        catch (MailException e) when (context.Account.Settings.Get(QueueSettings.Use) == QueueUse.On)
        {
            examination.Warned(Step, $"no mail can be queued: {e.Message}");
        }
    }

    void Tell(IReadOnlyList<QueuedMail> mails, DateTimeOffset now)
    {
        if (mails.Count == 0)
        {
            examination.Passed(Step, "empty");
            return;
        }
        int Count(QueuedMailState state) => mails.Count(mail => mail.State == state);
        var (waiting, held, dead) = (Count(QueuedMailState.Waiting), Count(QueuedMailState.Held), Count(QueuedMailState.Dead));
        var seen = $"{waiting} waiting, {held} held, {dead} given up, the oldest for {QueueTable.Span(now - mails.Min(static mail => mail.Accepted))}";
        if (held + dead > 0)
            examination.Warned(Step, seen);
        else
            examination.Passed(Step, seen);
    }

    void Tell(MailOrigin origin, AccountState state)
    {
        if (state.Pause != AccountPause.None)
            examination.Warned(Step, $"account {origin.Account ?? "of a command line"} waits: {state.Reason ?? state.Pause.ToString()}");
    }
}
