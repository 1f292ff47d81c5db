namespace Msmtp.Hosting;

/// <summary>
/// One connection, kept for the next mail of the same account: for a caller who sends one mail after another. A connection that is not ready
/// for another mail, or has carried many, is replaced.
/// </summary>
sealed class KeptConnection : IConnectionSource, IAsyncDisposable
{
    /// <summary>Many servers refuse more than some number of mails over one connection.</summary>
    const int MostMails = 100;

    ConnectionKey? key;
    PooledConnection? kept;

    public async ValueTask<PooledConnection> RentAsync(ConnectionKey key, ConnectionOpener open, CancellationToken cancellationToken)
    {
        var last = kept;
        kept = null;
        if (last is not null)
        {
            if (last.Mails < MostMails && key.Equals(this.key) && await IsReadyAsync(last, cancellationToken).ConfigureAwait(false))
                return new PooledConnection(last.Transport, GiveBackAsync) { Mails = last.Mails + 1 };
            await ConnectionClosing.CloseAsync(last.Transport).ConfigureAwait(false);
        }
        this.key = key;
        return new PooledConnection(await open(cancellationToken).ConfigureAwait(false), GiveBackAsync);
    }

    public ValueTask DisposeAsync()
    {
        var last = kept;
        kept = null;
        return last is null ? default : ConnectionClosing.CloseAsync(last.Transport);
    }

    async ValueTask GiveBackAsync(PooledConnection connection)
    {
        if (connection.HasEnded)
            kept = connection;
        else
            await ConnectionClosing.CloseAsync(connection.Transport).ConfigureAwait(false);
    }

    static async ValueTask<bool> IsReadyAsync(PooledConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.Transport.IsReadyAsync(cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The plugin boundary: nothing has been sent, so whatever is wrong with this connection, another one will do.
        catch (Exception e) when (!e.IsFrom(cancellationToken))
#pragma warning restore CA1031
        {
            return false;
        }
    }
}
