namespace Msmtp.Hosting;

/// <summary>A connection in the hands of one mail. Disposing it gives it back, once, and never throws.</summary>
/// <param name="transport">The connection itself.</param>
/// <param name="giveBack">Takes it back.</param>
sealed class PooledConnection(ITransport transport, Func<PooledConnection, ValueTask> giveBack) : IAsyncDisposable
{
    bool isBack;

    public ITransport Transport => transport;

    /// <summary>Mails that went over it so far, this one included.</summary>
    public int Mails { get; init; } = 1;

    /// <summary>The mail came to an end: the connection can be asked whether it is ready for another. Not set: something broke.</summary>
    public bool HasEnded { get; set; }

    public ValueTask DisposeAsync()
    {
        if (isBack)
            return default;
        isBack = true;
        return giveBack(this);
    }
}
