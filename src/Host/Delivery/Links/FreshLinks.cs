namespace Msmtp.Hosting;

/// <summary>A link for each mail, closed behind it: for a program that sends one.</summary>
sealed class FreshLinks : ILinks
{
    public static FreshLinks Instance { get; } = new();

    public async ValueTask<Link> RentAsync(LinkKey key, LinkOpener open, CancellationToken ct) =>
        new(await open(ct).ConfigureAwait(false), static link => link.Transport.DisposeAsync());
}
