using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// The queues into which a service puts mail. It sends what is in them, in the process that puts it there, until it is cancelled. Thread-safe.
/// </summary>
sealed class QueueService(CommandSession session, SessionLog log)
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly Lock gate = new();
    readonly HashSet<string> known = [];
    readonly List<IMailQueue> queues = [];
    readonly List<Thread> threads = [];
    readonly ConfiguredOrigins origins = new(session.Plugins, session.Environment);
    CancellationToken? serving;

    /// <summary>All of them.</summary>
    public IReadOnlyList<IMailQueue> All
    {
        get
        {
            lock (gate)
                return [.. queues];
        }
    }

    /// <summary>Adds the queue of an account, unless it is known already.</summary>
    /// <exception cref="MailException">There is none, or it cannot be created.</exception>
    public void Add(MailAccount account)
    {
        var context = session.Resolver.ContextFor(account with { Settings = account.Settings.With(session.Arguments.Settings) });
        lock (gate)
        {
            if (!known.Add(MailQueues.KeyOf(session.Plugins, context.Account.Settings)))
                return;
            var queue = MailQueues.Of(session.Plugins, context);
            queues.Add(queue);
            if (serving is { } cancellationToken)
                Serve(queue, cancellationToken);
        }
    }

    /// <summary>Sends what is in them, on a thread for each.</summary>
    public void Start(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            serving = cancellationToken;
            foreach (var queue in queues)
                Serve(queue, cancellationToken);
        }
    }

    /// <summary>Waits until the mails under way have been sent.</summary>
    public void Join()
    {
        List<Thread> all;
        lock (gate)
            all = [.. threads];
        foreach (var thread in all)
            thread.Join();
    }

    void Serve(IMailQueue queue, CancellationToken cancellationToken)
    {
        if (queue is not ILeasedMailQueue leased)
            return;
        var runner = new QueueRunner(session.Plugins, session.Environment, leased, origins.ResolveAsync);
        var thread = new Thread(() => _ = ServeAsync(leased, runner, cancellationToken)) { IsBackground = true };
        thread.Start();
        threads.Add(thread);
    }

    // In the command all of it happens on the thread that calls.
    async Task ServeAsync(ILeasedMailQueue queue, QueueRunner runner, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await runner.LingerAsync(cancellationToken);
                await queue.WaitAsync(Patience, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (MailException e)
            {
                log.Complain($"the queue cannot be read: {e.Message}");
                cancellationToken.WaitHandle.WaitOne(Patience);
            }
        }
    }
}
