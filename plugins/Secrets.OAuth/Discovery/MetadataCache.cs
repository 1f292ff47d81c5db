using Msmtp.Secrets.OAuth.Json;
using Msmtp.Secrets.OAuth.Providers;

namespace Msmtp.Secrets.OAuth.Discovery;

/// <summary>
/// Keeps a provider's metadata beside the sign-ins, so that not every mail fetches it. Mail is sent without it, too: whatever is wrong with
/// it means that there is nothing.
/// </summary>
sealed class MetadataCache(PluginContext context, string issuer)
{
    static TimeSpan Lifetime => TimeSpan.FromDays(1);

    readonly SecretKey key = new("oauth-provider", issuer, "");

    /// <summary>What <see cref="FindAsync"/> has found need not be fetched again yet.</summary>
    public bool IsFresh { get; private set; }

    /// <summary>What is kept; null for nothing.</summary>
    public async ValueTask<Provider?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var kept = Store() is { } store ? await store.FindAsync(key, cancellationToken).ConfigureAwait(false) : null;
            return kept is null ? null : Read(JsonObject.Read(kept.Reveal().ToArray()));
        }
        catch (Exception e) when (e is MailException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Keeps it, if that is possible.</summary>
    public async ValueTask StoreAsync(Provider metadata, CancellationToken cancellationToken)
    {
        using var written = ProviderMetadata.Write(metadata, context.Time.GetUtcNow());
        try
        {
            if (Store() is { } store)
                await store.StoreAsync(key, written, cancellationToken).ConfigureAwait(false);
        }
        catch (MailException)
        {
            // The next mail fetches it again. That the folder cannot be used is said when the sign-in is stored.
        }
    }

    ISecretStore? Store() =>
        context.Environment.StateFolder is { } state ? context.OpenSecretStore(Path.Combine(state, "oauth")) : null;

    Provider? Read(JsonObject json)
    {
        if (ProviderMetadata.FetchedAt(json) is not { } fetchedAt)
            return null;
        var age = context.Time.GetUtcNow() - fetchedAt;
        // From the future: the clock was wrong then, or is now.
        IsFresh = age >= TimeSpan.Zero && age < Lifetime;
        return ProviderMetadata.Read(json, issuer);
    }
}
