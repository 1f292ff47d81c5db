namespace Msmtp.Hosting;

/// <summary>
/// One worker's use of an account: the account as it was resolved, one of its places, and a connection that is kept from mail to mail.
/// </summary>
sealed class AccountSession : IAsyncDisposable
{
    readonly ResolvedAccount account;
    readonly KeptConnection connection = new();
    IAsyncDisposable? place;

    AccountSession(RunnerContext runner, ResolvedAccount account)
    {
        this.account = account;
        var limited = account.Changed(Limited);
        Context = limited.Context;
        var settings = Context.Account.Settings;
        Policy = QueuePolicy.Of(settings);
        Wanted = settings.Get(QueueSettings.Connections);
        Interval = QueueSettings.Interval(settings.Get(QueueSettings.Rate));
        Notices = new SenderNotices(runner, Context, Policy.Expiry);
        Attempt = new QueueAttempt(runner, limited, new Failover(runner.Delivery ?? new MailDelivery(runner.Plugins, connection) { Down = runner.Down }));
    }

    // Without a limit, a server that is silent would have a thread for ever.
    static PluginContext Limited(PluginContext context) => context.Io != IoMode.Blocking || context.Account.Settings.Get(CommonSettings.Timeout) is not null
        ? context
        : context with { Account = context.Account with { Settings = context.Account.Settings.With(CommonSettings.Timeout, QueueAttempt.LongestStep) } };

    /// <summary>What plugins are given.</summary>
    public PluginContext Context { get; }

    public QueuePolicy Policy { get; }

    /// <summary>The number of connections that the account wants.</summary>
    public int Wanted { get; }

    /// <summary>The time between two mails; zero: there is no limit.</summary>
    public TimeSpan Interval { get; }

    public QueueAttempt Attempt { get; }

    public SenderNotices Notices { get; }

    /// <summary>Resolves the account, with its secrets.</summary>
    /// <exception cref="MailException">It cannot be used.</exception>
    public static async ValueTask<AccountSession> OpenAsync(RunnerContext runner, MailOrigin origin, CancellationToken cancellationToken) =>
        new(runner, await runner.Accounts(origin, cancellationToken).ConfigureAwait(false));

    /// <summary>Takes one of the account's places. False: there is none, and another process or worker goes on.</summary>
    public async ValueTask<bool> EnterAsync(RunnerContext runner, string key, int places, CancellationToken cancellationToken)
    {
        place ??= await runner.Queue.EnterAsync(key, places, cancellationToken).ConfigureAwait(false);
        return place is not null;
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync().ConfigureAwait(false);
        account.Dispose();
        if (place is not null)
            await place.DisposeAsync().ConfigureAwait(false);
    }
}
