using System.Runtime.InteropServices;
using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>What is done with queues instead of sending a mail: <c>--queue-list</c>, <c>--queue-run</c>, <c>mailq</c>, <c>-q</c> and so on.</summary>
/// <param name="session">What was asked for.</param>
sealed class QueueMode(CommandSession session)
{
    // A plugin that an account of a queued mail needs, and that is not loaded yet.
    string? missing;

    Printer Printer => session.Printer;

    public async ValueTask<ExitCode> RunAsync(QueueCommand command, CancellationToken cancellationToken)
    {
        if (command is { Interval: not null, IsInForeground: false })
            return Detach(command.Interval.Value);
        // Whoever runs for long must not keep a folder from being unmounted.
        if (command.Action == QueueAction.Stay)
            System.Environment.CurrentDirectory = "/";
        var configuration = await HeldConfiguration.ReadAsync(session, cancellationToken);
        if (ServiceQueue.Knows(command) && ServiceQueue.Find(session, configuration) is { } service)
            return service.Run(command);
        var queues = QueueSet.Find(session, Readable(configuration));
        return command.Action switch
        {
            QueueAction.List => await ListAsync(queues, mails => QueueTable.Of(mails, session.Environment.Time), cancellationToken),
            QueueAction.ListJson => await ListAsync(queues, QueueJson.Of, cancellationToken),
            QueueAction.ListPostfix => await ListAsync(queues, mails => PostfixListing.Of(mails, session.Environment.Time.LocalTimeZone), cancellationToken),
            QueueAction.Run or QueueAction.Stay => await SendAsync(queues, command, cancellationToken),
            _ => await ChangeAsync(queues, command, cancellationToken),
        };
    }

    // What is wrong with it is told; the mails of a queue can be listed without it.
    LoadedConfiguration Readable(HeldConfiguration configuration)
    {
        try
        {
            return configuration.Release(session.Explain);
        }
        catch (MailException e)
        {
            Printer.Complain(e);
            return LoadedConfiguration.None;
        }
    }

    static async ValueTask<ExitCode> ListAsync(List<FoundQueue> queues, Func<IReadOnlyList<QueuedMail>, string> print, CancellationToken cancellationToken)
    {
        var mails = await MailsAsync(queues, cancellationToken);
        StandardWriter.Output.Write(print(mails));
        return ExitCode.Ok;
    }

    static async ValueTask<List<QueuedMail>> MailsAsync(List<FoundQueue> queues, CancellationToken cancellationToken)
    {
        var mails = new List<QueuedMail>();
        foreach (var (queue, _) in queues)
            mails.AddRange(await queue.ListAsync(cancellationToken));
        return mails;
    }

    async ValueTask<ExitCode> ChangeAsync(List<FoundQueue> queues, QueueCommand command, CancellationToken cancellationToken)
    {
        var change = command.Action switch
        {
            QueueAction.Hold => QueueChange.Hold,
            QueueAction.Release => QueueChange.Release,
            QueueAction.Retry => QueueChange.Retry,
            _ => QueueChange.Delete,
        };
        var exitCode = ExitCode.Ok;
        var isFound = false;
        foreach (var (queue, settings) in queues)
        {
            var isChanged = false;
            foreach (var mail in await queue.ListAsync(cancellationToken))
            {
                if (command.Id != QueueCommand.All && command.Id != mail.Id)
                    continue;
                isFound = true;
                if (!await queue.ChangeAsync(mail.Id, change, cancellationToken))
                {
                    Printer.Complain($"{mail.Id} {QueueWords.Refusal(mail)}");
                    exitCode = ExitCode.TempFail;
                    continue;
                }
                isChanged = true;
                Printer.Tell($"{mail.Id}: {QueueWords.Done(change)}");
            }
            if (isChanged && command.Action is (QueueAction.Retry or QueueAction.Release) && settings.Get(QueueSettings.StartsRunner))
                DetachedRunner.Start(session, settings);
        }
        if (!isFound && command.Id != QueueCommand.All)
            throw new MailException(ExitCode.NoInput, DeliveryStage.Configure, $"there is no mail {command.Id} in the queue");
        return exitCode;
    }

    async ValueTask<ExitCode> SendAsync(List<FoundQueue> queues, QueueCommand command, CancellationToken cancellationToken)
    {
        // One process sends many mails by many accounts: nothing that an account has is used up by one of them.
        var environment = session.Environment with { UsesAccountsOnce = false };
        var origins = new ConfiguredOrigins(session.Plugins, environment);
        var runs = new List<QueueRunner>();
        foreach (var queue in queues)
            if (queue.Queue is ILeasedMailQueue leased)
                runs.Add(new QueueRunner(session.Plugins, environment, leased, origins.ResolveAsync));
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        while (true)
        {
            missing = null;
            var exitCode = await SendUntilMissingAsync(runs, command, stopping.Token);
            if (missing is null || stopping.IsCancellationRequested)
                return exitCode;
            await LoadAsync(missing, stopping.Token);
        }

        // The mails under way end as usual, so that none of them may have been delivered; whoever says it again means it.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !stopping.IsCancellationRequested;
            stopping.Cancel();
        }
    }

    // Until a plugin has to be loaded: the mails under way end before, because a native program is replaced by one that can load it.
    async ValueTask<ExitCode> SendUntilMissingAsync(List<QueueRunner> runs, QueueCommand command, CancellationToken cancellationToken)
    {
        using var pausing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        session.Plugins.Closed = name =>
        {
            missing = name;
            pausing.Cancel();
            pausing.Token.ThrowIfCancellationRequested();
        };
        var exitCode = await SendAsync(runs, command, pausing.Token);
        session.Plugins.Closed = null;
        return exitCode;
    }

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

    static async ValueTask<ExitCode> SendAsync(List<QueueRunner> runs, QueueCommand command, CancellationToken cancellationToken)
    {
        if (command.Action == QueueAction.Stay)
        {
            foreach (var run in runs)
                await run.LingerAsync(cancellationToken);
            return ExitCode.Ok;
        }
        var selection = new QueueSelection { Id = command.Id, RecipientPart = command.RecipientPart, IsFlush = command.IsFlush };
        while (true)
        {
            var isSent = await SendAsync(runs, selection, cancellationToken);
            if (command.Interval is not { } interval || cancellationToken.WaitHandle.WaitOne(interval))
                return isSent ? ExitCode.Ok : ExitCode.TempFail;
        }
    }

    // False: the mail that was named has not been sent.
    static async ValueTask<bool> SendAsync(List<QueueRunner> runs, QueueSelection selection, CancellationToken cancellationToken)
    {
        var sent = 0;
        foreach (var run in runs)
            sent += (await run.RunAsync(selection, cancellationToken)).Sent;
        return selection.Id is null || sent > 0;
    }

    // As sendmail: who starts a daemon by hand gets his shell back.
    ExitCode Detach(TimeSpan interval)
    {
        DetachedRunner.Start(DetachedRunner.Options($"-qf{(long)interval.TotalSeconds}s", session, session.Arguments.Settings), Printer);
        return ExitCode.Ok;
    }
}
