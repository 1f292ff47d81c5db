using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Msmtp.Hosting;

/// <summary>The queues of an application's mailer: one for all accounts that keep their mails in the same place.</summary>
#pragma warning disable CA1001 // The source holds no handle, and whoever runs the queues may still read its token.
sealed class MailerQueues(
    PluginRegistry plugins, HostEnvironment environment, MailerAccounts accounts, MailDelivery delivery, MailerTelemetry telemetry)
#pragma warning restore CA1001
{
    readonly ConcurrentDictionary<string, IMailQueue> queues = [];
    readonly ConcurrentDictionary<IMailQueue, QueueFacts> facts = [];
    readonly CancellationTokenSource stopping = new();
    int watched;

    /// <summary>How long mails under way are waited for at the end.</summary>
    public TimeSpan Patience { get; init; }

    /// <exception cref="MailException">There is no such account, or no queue.</exception>
    public async ValueTask<IMailQueue> OpenAsync(string? account, CancellationToken cancellationToken)
    {
        var request = new AccountRequest { Name = account, Purpose = AccountPurpose.Ask };
        return Of((await accounts.ResolveAsync(request, cancellationToken).ConfigureAwait(false)).Context);
    }

    /// <summary>Runs all of them until it is cancelled or <see cref="StopAsync"/> is called.</summary>
    /// <param name="abandoned">Cancelled when mails under way are not waited for any longer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async ValueTask RunAsync(CancellationToken abandoned, CancellationToken cancellationToken)
    {
        Watch();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping.Token);
        using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, environment.Time);
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, abandoned);
        using var begin = end.Token.UnsafeRegister(_ => limit.CancelAfter(Patience), null);
        foreach (var context in await accounts.ListAsync(cancellationToken).ConfigureAwait(false))
            Of(context);
        // One whose engine is its own needs nobody.
        await Task.WhenAll(queues.Values.OfType<ILeasedMailQueue>().Select(queue => Runner(queue, impatience.Token).ServeAsync(end.Token).AsTask()))
            .ConfigureAwait(false);
    }

    /// <summary>Ends what runs them, and does not wait for it.</summary>
    public Task StopAsync() => stopping.CancelAsync();

    IMailQueue Of(PluginContext context) =>
        queues.GetOrAdd(MailQueues.KeyOf(plugins, context.Account.Settings), _ => MailQueues.Of(plugins, context));

    QueueRunner Runner(ILeasedMailQueue queue, CancellationToken abandoned) => new(new RunnerContext(plugins, environment, queue, ResolveAsync)
    {
        Delivery = delivery,
        Telemetry = telemetry,
        IsOurs = accounts.Has,
        Scanned = found => facts[queue] = found,
        Abandoned = abandoned,
    });

    // Each connection asks for its own secrets.
    ValueTask<ResolvedAccount> ResolveAsync(MailOrigin origin, CancellationToken cancellationToken) =>
        accounts.ResolveAsync(new AccountRequest { Name = origin.Account, Purpose = AccountPurpose.Ask }, cancellationToken);

    void Watch()
    {
        if (Interlocked.Exchange(ref watched, 1) == 0)
            telemetry.WatchQueues(Count, Age);
    }

    IEnumerable<Measurement<long>> Count() =>
    [
        State("waiting", static found => found.Waiting),
        State("held", static found => found.Held),
        State("dead", static found => found.Dead),
    ];

    Measurement<long> State(string state, Func<QueueFacts, int> count) =>
        new(facts.Values.Sum(count), new KeyValuePair<string, object?>("msmtp.queue.state", state));

    TimeSpan Age() => facts.Values.Min(static found => found.Oldest) is { } oldest ? environment.Time.GetUtcNow() - oldest : TimeSpan.Zero;
}
