namespace Msmtp.Hosting;

/// <summary>What the parts of a <see cref="QueueRunner"/> share.</summary>
/// <param name="Plugins">Transports and logs.</param>
/// <param name="Environment">Provides the clock, and whether there is a network.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Accounts">Finds the account of a mail.</param>
sealed record RunnerContext(PluginRegistry Plugins, HostEnvironment Environment, ILeasedMailQueue Queue, OriginResolver Accounts)
{
    /// <summary>Delivers all mails; null: each worker has a connection of its own, which it keeps for its next mail.</summary>
    public MailDelivery? Delivery { get; init; }

    /// <summary>Which servers could not be reached lately: what one worker finds out, the others know.</summary>
    public DownServers Down { get; init; } = new();

    /// <summary>When the configuration of an account was changed last; null: it is not known.</summary>
    public ConfigurationAge Changed { get; init; } = static _ => null;

    /// <summary>Whether a mail is sent here: one of another application is left alone.</summary>
    public Predicate<MailOrigin> IsOurs { get; init; } = static origin => origin.File is null || Path.IsPathRooted(origin.File);

    /// <summary>Counts, traces and logs; null: nobody does.</summary>
    public MailerTelemetry? Telemetry { get; init; }

    /// <summary>Hears what is in the queue, each time that it was looked through.</summary>
    public Action<QueueFacts> Scanned { get; init; } = static _ => { };

    /// <summary>Hears of each failure that is reported.</summary>
    public Action<Exception> Failed { get; init; } = static _ => { };

    /// <summary>Cancelled when attempts that are under way are not waited for any longer.</summary>
    public CancellationToken Abandoned { get; init; }

    /// <summary>Spreads the attempts.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>The time.</summary>
    public DateTimeOffset Now => Environment.Time.GetUtcNow();

    /// <summary>Between -1 and 1, another one each time.</summary>
    public double Chance() => 2 * Random.NextDouble() - 1;

    /// <summary>Reports a failure that concerns no mail's sender.</summary>
    public void Report(Exception e)
    {
        Environment.Notify(e is MailException known ? PluginNotice.Of(known) : new HostNotice($"the queue failed: {e.Message}") { Exception = e });
        Failed(e);
    }

    /// <summary>Waits. In the command that blocks the worker's thread, which has nothing else to do.</summary>
    public async ValueTask WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        if (Environment.Io == IoMode.Blocking)
        {
            cancellationToken.WaitHandle.WaitOne(time);
            cancellationToken.ThrowIfCancellationRequested();
            return;
        }
        await Task.Delay(time, Environment.Time, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>Resolves the account by which a queued mail is to be sent, with its secrets.</summary>
/// <exception cref="MailException">There is no such account, or something is wrong with it or with its configuration.</exception>
delegate ValueTask<ResolvedAccount> OriginResolver(MailOrigin origin, CancellationToken cancellationToken);

/// <summary>When the configuration of an account was changed last; null: it is not known.</summary>
delegate DateTimeOffset? ConfigurationAge(MailOrigin origin);
