namespace Msmtp.Hosting;

/// <summary>Where a mail gets its link.</summary>
interface ILinks
{
    /// <summary>A link for one mail, which gives it back.</summary>
    /// <param name="key">What it has to be good for.</param>
    /// <param name="open">Opens one.</param>
    /// <param name="ct">Gives up.</param>
    ValueTask<Link> RentAsync(LinkKey key, LinkOpener open, CancellationToken ct);
}

/// <summary>Opens a link.</summary>
delegate ValueTask<ITransport> LinkOpener(CancellationToken ct);
