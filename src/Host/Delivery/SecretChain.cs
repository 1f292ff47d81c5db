namespace Msmtp.Hosting;

/// <summary>
/// All sources of secrets of one account, as one: the account's own <c>password</c>, then the sources by rank. Owns what
/// it hands out, and zeroes it in the end.
/// </summary>
sealed class SecretChain(PluginRegistry plugins, PluginContext context) : ISecretSource, IDisposable
{
    readonly Dictionary<SecretSourceRegistration, ISecretSource> sources = [];
    readonly Dictionary<Secret, ISecretSource> found = [];
    Secret? early;

    /// <summary>Asks the sources that want to be asked before anything is connected. Their answer; null: none has one, or none is needed.</summary>
    public async ValueTask<Secret?> AskEarlyAsync(CancellationToken ct)
    {
        var settings = context.Account.Settings;
        if (settings.Get(CommonSettings.Auth) == AuthChoice.Off || settings.Get(CommonSettings.Password) is not null)
            return null;
        var query = new SecretQuery(SecretKind.Password)
        {
            Host = settings.Get(CommonSettings.Host),
            User = settings.Get(CommonSettings.User),
        };
        early = await AskAsync(static source => source.Facts.IsAskedEarly, query, ct).ConfigureAwait(false);
        return early;
    }

    public async ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(query);
        var isForServer = query.Kind is SecretKind.Password or SecretKind.Token;
        if (isForServer && query.Rejected is null && (context.Account.Settings.Get(CommonSettings.Password) ?? early) is { } known)
            return known;
        return await AskAsync(source => early is null || !source.Facts.IsAskedEarly, query, ct).ConfigureAwait(false);
    }

    public ValueTask LearnAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken ct) =>
        found.TryGetValue(secret, out var source) ? source.LearnAsync(query, secret, verdict, ct) : default;

    public void Dispose()
    {
        foreach (var secret in found.Keys)
            secret.Dispose();
        found.Clear();
        early = null;
    }

    async ValueTask<Secret?> AskAsync(Func<SecretSourceRegistration, bool> wanted, SecretQuery query, CancellationToken ct)
    {
        foreach (var registration in plugins.SecretSources.Where(wanted))
        {
            var source = SourceOf(registration);
            if (await source.FindAsync(query, ct).ConfigureAwait(false) is not { } secret)
                continue;
            found[secret] = source;
            return secret;
        }
        return null;
    }

    ISecretSource SourceOf(SecretSourceRegistration registration)
    {
        if (!sources.TryGetValue(registration, out var source))
            sources[registration] = source = registration.Create(context);
        return source;
    }
}
