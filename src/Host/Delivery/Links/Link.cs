namespace Msmtp.Hosting;

/// <summary>A link in the hands of one mail. Disposing it gives it back, once, and never throws.</summary>
/// <param name="transport">The link itself.</param>
/// <param name="giveBack">Takes it back.</param>
sealed class Link(ITransport transport, Func<Link, ValueTask> giveBack) : IAsyncDisposable
{
    bool isBack;

    public ITransport Transport => transport;

    /// <summary>Mails that went over it so far, this one included.</summary>
    public int Mails { get; init; } = 1;

    /// <summary>The mail came to an end: the link can be asked whether it is ready for another. Not set: something broke.</summary>
    public bool HasEnded { get; set; }

    public ValueTask DisposeAsync()
    {
        if (isBack)
            return default;
        isBack = true;
        return giveBack(this);
    }
}
