namespace Msmtp.Hosting;

/// <summary>Provides the connection for a mail.</summary>
interface IConnectionSource
{
    /// <summary>A connection for one mail. Disposing it gives it back.</summary>
    /// <param name="key">What the connection must match.</param>
    /// <param name="open">Opens one.</param>
    /// <param name="cancellationToken">Cancels waiting and opening.</param>
    ValueTask<PooledConnection> RentAsync(ConnectionKey key, ConnectionOpener open, CancellationToken cancellationToken);
}

/// <summary>Opens a connection.</summary>
delegate ValueTask<ITransport> ConnectionOpener(CancellationToken cancellationToken);

/// <summary>A new connection for each mail, closed after it: for a program that sends only one.</summary>
sealed class FreshConnections : IConnectionSource
{
    public static FreshConnections Instance { get; } = new();

    public async ValueTask<PooledConnection> RentAsync(ConnectionKey key, ConnectionOpener open, CancellationToken cancellationToken) =>
        new(await open(cancellationToken).ConfigureAwait(false), static connection => connection.Transport.DisposeAsync());
}

/// <summary>
/// Two mails can share a connection if everything that it was opened with is the same; the sender is given with each mail.
/// </summary>
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
