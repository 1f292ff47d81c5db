using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>What is done with queues instead of sending a mail: <c>--queue-list</c>, <c>--queue-run</c>, <c>mailq</c>, <c>-q</c> and so on.</summary>
/// <param name="session">What was asked for.</param>
sealed class QueueMode(CommandSession session)
{
    // What is wrong with the configuration, if anything is.
    ExitCode broken = ExitCode.Ok;

    Printer Printer => session.Printer;

    public async ValueTask<ExitCode> RunAsync(QueueCommand command, CancellationToken cancellationToken)
    {
        var configuration = await HeldConfiguration.ReadAsync(session, cancellationToken);
        if (ServiceQueue.Concerns(command) && ServiceQueue.Find(session, configuration) is { } service)
            return service.Run(command);
        // In a queue of the caller's own there are mails with accounts of his own.
        if (session.Arguments.IsStrict && command.Action == QueueAction.Run)
            throw new MailException(ExitCode.Unavailable, DeliveryStage.Configure, "this is done by the service of this system, and there is none");
        var queues = QueueSet.Find(session, Readable(configuration));
        var exitCode = await RunAsync(queues, command, cancellationToken);
        return exitCode == ExitCode.Ok ? broken : exitCode;
    }

    async ValueTask<ExitCode> RunAsync(List<FoundQueue> queues, QueueCommand command, CancellationToken cancellationToken) =>
        command.Action switch
        {
            QueueAction.List => await ListAsync(queues, new QueueTable(Print, session.Environment.Time.GetUtcNow()), cancellationToken),
            QueueAction.ListJson => await ListAsync(queues, new QueueJson(Print), cancellationToken),
            QueueAction.ListPostfix => await ListAsync(queues, new PostfixListing(Print, session.Environment.Time.LocalTimeZone), cancellationToken),
            QueueAction.Run when command is { Interval: not null, IsInForeground: false } => Detach(command),
            QueueAction.Run or QueueAction.Stay => await SendAsync(queues, command, cancellationToken),
            _ => await ChangeAsync(queues, command, cancellationToken),
        };

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
            broken = e.ExitCode;
            return LoadedConfiguration.None;
        }
    }

    static void Print(string text) => StandardWriter.Output.Write(text);

    async ValueTask<ExitCode> ListAsync(List<FoundQueue> queues, QueueListing listing, CancellationToken cancellationToken)
    {
        var exitCode = ExitCode.Ok;
        var reading = new QueueReading(queues, e =>
        {
            Printer.Complain(e);
            exitCode = e.ExitCode;
        });
        var isEmpty = true;
        await foreach (var mail in reading.ReadAsync(cancellationToken))
        {
            isEmpty = false;
            listing.Add(mail);
        }
        // Where the file that names the queue is wrong, it is not known whether there are mails.
        if (!isEmpty || broken == ExitCode.Ok || listing is QueueJson)
            listing.End();
        return exitCode;
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
            await foreach (var mail in queue.EnumerateAsync(Filter(command.Id), cancellationToken))
            {
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
            throw NotFound(command.Id);
        return exitCode;
    }

    async ValueTask<ExitCode> SendAsync(List<FoundQueue> queues, QueueCommand command, CancellationToken cancellationToken)
    {
        if (command.Id is { } id)
            return await SendNamedAsync(queues, command, id, cancellationToken);
        if (command.Action == QueueAction.Stay)
            LeaveFolder();
        return await new QueueRuns(session, command).RunAsync(queues, cancellationToken);
    }

    // Whoever names a mail hears why it is not sent.
    async ValueTask<ExitCode> SendNamedAsync(List<FoundQueue> queues, QueueCommand command, string id, CancellationToken cancellationToken)
    {
        var mail = await FindAsync(queues, id, cancellationToken) ?? throw NotFound(id);
        if (QueueWords.Hindrance(mail) is { } hindrance)
        {
            Printer.Complain($"{id} {hindrance}");
            return ExitCode.TempFail;
        }
        var exitCode = await new QueueRuns(session, command).RunAsync(queues, cancellationToken);
        if (exitCode == ExitCode.TempFail)
            Printer.Complain($"{id} {QueueWords.NotSent(await FindAsync(queues, id, cancellationToken))}");
        return exitCode;
    }

    async ValueTask<QueuedMail?> FindAsync(List<FoundQueue> queues, string id, CancellationToken cancellationToken)
    {
        foreach (var (queue, _) in queues)
        {
            try
            {
                await foreach (var mail in queue.EnumerateAsync(Filter(id), cancellationToken))
                    return mail;
            }
            catch (MailException e)
            {
                Printer.Complain(e);
            }
        }
        return null;
    }

    static QueueFilter Filter(string? id) => new() { Id = id == QueueCommand.All ? null : id };

    static MailException NotFound(string? id) => new(ExitCode.NoInput, DeliveryStage.Configure, $"there is no mail {id} in the queue");

    // As sendmail: who starts a daemon by hand gets his shell back. What is wrong with his configuration he has heard by now.
    ExitCode Detach(QueueCommand command)
    {
        var options = DetachedRunner.Options(command, session);
        LeaveFolder();
        DetachedRunner.Start(options, Printer);
        return ExitCode.Ok;
    }

    // Whoever runs for long must not keep a folder from being unmounted. All paths have been read by now.
    static void LeaveFolder() => System.Environment.CurrentDirectory = "/";
}
