using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// Sends what is in queues: once, at an interval, or until nothing waits. Plugins that queued mails need are loaded between two mails, because a
/// native program is replaced by one that can load them.
/// </summary>
/// <param name="session">What was asked for.</param>
/// <param name="command">What is to be sent, and how often.</param>
sealed class QueueRuns(CommandSession session, QueueCommand command)
{
    // A plugin that an account of a queued mail needs, and that is not loaded yet.
    string? missing;
    ExitCode failed = ExitCode.Ok;
    int sent;

    /// <summary>Runs them. A mail that was named and not sent, and a queue that cannot be read, or not be changed, are a failure.</summary>
    public async ValueTask<ExitCode> RunAsync(IReadOnlyList<FoundQueue> queues, CancellationToken cancellationToken)
    {
        // One process sends many mails by many accounts: nothing that an account has is used up by one of them.
        var environment = session.Environment with { UsesAccountsOnce = false };
        var origins = new ConfiguredOrigins(session.Plugins, environment);
        var runners = new List<QueueRunner>();
        foreach (var found in queues)
            if (found.Queue is ILeasedMailQueue leased)
                runners.Add(new QueueRunner(new RunnerContext(session.Plugins, environment, leased, origins.ResolveAsync)
                {
                    Changed = new ConfigurationAges(environment).Of,
                    Failed = e => failed = e is MailException known ? known.ExitCode : ExitCode.Software,
                }));
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // The mails under way end as usual, so that none of them may have been delivered.
        using var signals = EndingSignals.Cancel(stopping);
        while (true)
        {
            missing = null;
            await RunUntilMissingAsync(runners, stopping.Token);
            if (missing is null || stopping.IsCancellationRequested)
                return failed != ExitCode.Ok ? failed : command.Id is null || sent > 0 ? ExitCode.Ok : ExitCode.TempFail;
            await LoadAsync(missing, stopping.Token);
        }
    }

    // Until a plugin has to be loaded: the mails under way end before.
    async ValueTask RunUntilMissingAsync(List<QueueRunner> runners, CancellationToken cancellationToken)
    {
        using var pausing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        session.Plugins.Closed = name =>
        {
            missing = name;
            pausing.Cancel();
            pausing.Token.ThrowIfCancellationRequested();
        };
        await RunEachAsync(runners, pausing.Token);
        session.Plugins.Closed = null;
    }

    // A queue waits for no other one.
    async ValueTask RunEachAsync(List<QueueRunner> runners, CancellationToken cancellationToken)
    {
        if (runners is [var only])
        {
            await RunAsync(only, cancellationToken);
            return;
        }
        var threads = new QueueWorkers(IoMode.Blocking);
        foreach (var runner in runners)
            threads.Start(() => RunAsync(runner, cancellationToken));
        await threads.FinishAsync();
    }

    // One that cannot be read stops no other one.
    async Task RunAsync(QueueRunner runner, CancellationToken cancellationToken)
    {
        try
        {
            if (command.Action == QueueAction.Stay)
                await runner.LingerAsync(cancellationToken);
            else if (command.Interval is { } interval)
                await runner.RepeatAsync(Selection with { IsDueOnly = true }, interval, cancellationToken);
            else
                Interlocked.Add(ref sent, (await runner.RunAsync(Selection, cancellationToken)).Sent);
        }
        catch (MailException e)
        {
            session.Printer.Complain(e);
            failed = e.ExitCode;
        }
    }

    QueueSelection Selection => new() { Id = command.Id, RecipientPart = command.RecipientPart, IsFlush = command.IsFlush };

    async ValueTask LoadAsync(string plugin, CancellationToken cancellationToken)
    {
        try
        {
            await session.Plugins.RequireAsync(plugin, cancellationToken);
        }
        catch (MailException)
        {
            // The failure is kept, and is told to the mails that need the plugin.
        }
    }
}
