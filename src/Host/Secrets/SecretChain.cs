namespace Msmtp.Hosting;

/// <summary>
/// All secret sources of one account, as one: the account's own <c>password</c>, then the sources by rank. Owns the secrets that it hands
/// out, and zeroes each once the server has accepted it, and all when disposed.
/// </summary>
sealed class SecretChain(PluginRegistry plugins, PluginContext context) : ISecretLookup, IDisposable
{
    readonly Dictionary<SecretSourceRegistration, GuardedSource> sources = [];
    readonly Dictionary<Secret, GuardedSource> found = [];
    Secret? early;
    Secret? token;
    bool wasAskedEarly;

    /// <summary>The account is used for one mail only: its own <c>password</c> is zeroed as well.</summary>
    public bool UsesAccountOnce { get; init; }

    Secret? Own => context.Account.Settings.Get(CommonSettings.Password);

    // Whatever passwordeval it has, perhaps from the defaults, is not run: it might ask a person.
    bool SignsIn => SaslChoice.Preference(context) is not null && SaslChoice.KindOfSecret(context) == SecretKind.Token;

    /// <summary>Asks the sources that are to be asked before connecting. Null: none has an answer, or none is needed.</summary>
    public async ValueTask<Secret?> AskEarlyAsync(CancellationToken cancellationToken)
    {
        wasAskedEarly = true;
        var settings = context.Account.Settings;
        if (settings.Get(CommonSettings.Auth) == AuthChoice.Off || Own is not null || SignsIn)
            return null;
        var query = new SecretQuery(SecretKind.Password)
        {
            Host = settings.Get(CommonSettings.Host),
            User = settings.Get(CommonSettings.User),
        };
        early = await AskAsync(plugins.SecretSources.Where(static source => source.Facts.IsAskedBeforeConnecting), query, cancellationToken).ConfigureAwait(false);
        return early;
    }

    /// <summary>
    /// Asks whatever is to be asked before connecting and was not asked yet: all of it for an account that takes the place of another one.
    /// </summary>
    public async ValueTask AskBeforeConnectingAsync(CancellationToken cancellationToken)
    {
        if (!wasAskedEarly)
            await AskEarlyAsync(cancellationToken).ConfigureAwait(false);
        await AskTokenEarlyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Asks the sources of tokens that are to be asked before connecting, if the account logs in with a token: a sign-in that has ended
    /// costs no connection.
    /// </summary>
    public async ValueTask AskTokenEarlyAsync(CancellationToken cancellationToken)
    {
        if (SaslChoice.KindOfSecret(context) != SecretKind.Token)
            return;
        var user = context.Account.Settings.Get(CommonSettings.User);
        var query = new SecretQuery(SecretKind.Token)
        {
            Host = context.Account.Settings.Get(CommonSettings.Host),
            User = user,
            WantsUser = user is null,
        };
        var asked = OfTokens.Where(static source => source.Facts.IsAskedBeforeConnecting);
        token = await AskAsync(asked, query, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (token is not null && query.Kind == SecretKind.Token && Answers(token, query))
            return token;
        // An account that signs in by itself does so whatever password it has, perhaps from the defaults.
        if (query.Kind == SecretKind.Token && await AskAsync(OfTokens, query, cancellationToken).ConfigureAwait(false) is { } signedIn)
            return signedIn;
        return (Own ?? early) is { } known && Answers(known, query)
            ? known
            : await AskAsync(plugins.SecretSources, query, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask ReportAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken cancellationToken)
    {
        if (found.TryGetValue(secret, out var source))
            foreach (var interested in Interested(source, verdict))
                await interested.ReportAsync(query, secret, verdict, cancellationToken).ConfigureAwait(false);
        if (verdict == SecretVerdict.Accepted)
            Zero(secret);
    }

    public void Dispose()
    {
        foreach (var secret in found.Keys)
            secret.Dispose();
        found.Clear();
        early = token = null;
        foreach (var source in sources.Values)
            source.Forget();
    }

    IEnumerable<SecretSourceRegistration> OfTokens => plugins.SecretSources.Where(static source => source.Facts.Kind == SecretKind.Token);

    async ValueTask<Secret?> AskAsync(IEnumerable<SecretSourceRegistration> wanted, SecretQuery query, CancellationToken cancellationToken)
    {
        foreach (var registration in query.WantsUser ? wanted.Where(static source => source.Facts.KnowsUsers) : wanted)
        {
            if (registration.Facts.Kind is { } only && only != query.Kind)
                continue;
            var source = SourceOf(registration);
            if (await source.FindAsync(query, cancellationToken).ConfigureAwait(false) is not { } secret)
                continue;
            found[secret] = source;
            if (!query.WantsUser || secret.User is not null)
                return secret;
        }
        return null;
    }

    // A secret that is already known is used before any source is asked.
    bool Answers(Secret known, SecretQuery query) =>
        query is { Kind: SecretKind.Password or SecretKind.Token, Rejected: null }
        && (!query.WantsUser || known.User is not null)
        && !(known.ExpiresAt <= context.Time.GetUtcNow());

    // The source that gave it; and once a person has typed a correct secret, the sources that store such secrets.
    IEnumerable<GuardedSource> Interested(GuardedSource source, SecretVerdict verdict) =>
        source.Facts.AsksPerson && verdict == SecretVerdict.Accepted
            ? [source, .. plugins.SecretSources.Where(static other => other.Facts.StoresTypedSecrets).Select(SourceOf)]
            : [source];

    // It is no longer needed, and a mail may take long.
    void Zero(Secret secret)
    {
        if (found.Remove(secret) || secret == Own && UsesAccountOnce)
            secret.Dispose();
        if (secret == early)
            early = null;
        if (secret == token)
            token = null;
    }

    GuardedSource SourceOf(SecretSourceRegistration registration)
    {
        if (!sources.TryGetValue(registration, out var source))
            sources[registration] = source = new GuardedSource(registration, context);
        return source;
    }
}

/// <summary>Has no secrets.</summary>
sealed class NoSecrets : ISecretLookup
{
    public static NoSecrets Instance { get; } = new();

    public ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken) => default;

    public ValueTask ReportAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken cancellationToken) => default;
}
