namespace Msmtp.Hosting;

/// <summary>Where a mail gets its connection.</summary>
interface IConnectionSource
{
    /// <summary>A connection for one mail, which gives it back.</summary>
    /// <param name="key">What it has to be good for.</param>
    /// <param name="open">Opens one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<PooledConnection> RentAsync(ConnectionKey key, ConnectionOpener open, CancellationToken cancellationToken);
}

/// <summary>Opens a connection.</summary>
delegate ValueTask<ITransport> ConnectionOpener(CancellationToken cancellationToken);

/// <summary>A connection for each mail, closed behind it: for a program that sends one.</summary>
sealed class FreshConnections : IConnectionSource
{
    public static FreshConnections Instance { get; } = new();

    public async ValueTask<PooledConnection> RentAsync(ConnectionKey key, ConnectionOpener open, CancellationToken cancellationToken) =>
        new(await open(cancellationToken).ConfigureAwait(false), static connection => connection.Transport.DisposeAsync());
}

/// <summary>Two mails may share a connection if everything that it was opened with is the same; who sends is said anew for each mail.</summary>
sealed record ConnectionKey
{
    public ConnectionKey(string transport, MailAccount account)
    {
        Transport = transport;
        Account = account.Name;
        Settings = account.Settings.With(CommonSettings.From, null);
    }

    public string Transport { get; }

    public string? Account { get; }

    public AccountSettings Settings { get; }
}
