namespace Msmtp.Hosting;

/// <summary>Logs in with the account, the mechanisms and the secrets of a context.</summary>
sealed class Authenticator(PluginContext context) : IAuthenticator
{
    public async ValueTask<AuthenticationResult?> AuthenticateAsync(ISaslChannel channel, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return context.Account.Settings.Get(CommonSettings.Auth) == AuthChoice.Off
            ? null
            : await new Login(context, channel).RunAsync(cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>
/// Authenticates one connection as the account asks: chooses the mechanism, finds the secret, reports to its source whether it was accepted.
/// <para>
/// With <c>auth on</c> the next strongest mechanism is tried when one cannot be started (nothing was sent, or something it needs is
/// missing), or when the server refuses the mechanism itself: 432, 504, 534, 538 (RFC 4954 §4, §6, which lets a client try again after a
/// failure). Everything else is final. A second try after 535 would count as a second wrong password. A mechanism that has detected a
/// forged proof must not be followed by one that shows the server the password: so once the first octet was sent, a failure of the client
/// ends everything. The mechanisms tried next had to meet the same conditions as the first, so a server gains nothing by a refusal that it
/// would not gain by a shorter offer.
/// </para>
/// </summary>
sealed class Login(PluginContext context, ISaslChannel channel)
{
    readonly AccountSettings settings = context.Account.Settings;
    readonly SaslOffer offer = channel.Offer;
    readonly Dictionary<SecretQuery, Secret?> secrets = [];
    readonly List<string> tried = [];
    string? user = context.Account.Settings.Get(CommonSettings.User);

    public async ValueTask<AuthenticationResult> RunAsync(CancellationToken cancellationToken)
    {
        if (!offer.IsMade)
            throw Unavailable("the server does not support authentication", AuthAdvice.NotOffered(settings));
        var wish = settings.Get(CommonSettings.Auth);
        var candidates = SaslChoice.Candidates(wish, SaslChoice.Preference(context), context.Mechanisms, offer);
        var failures = new List<MailException>();
        foreach (var mechanism in candidates)
        {
            if (await TryAsync(mechanism, cancellationToken).ConfigureAwait(false) is not { } failure)
                return new AuthenticationResult(mechanism.Name) { User = user };
            failures.Add(failure);
        }
        // The failure of the strongest one is the most useful.
        throw AlsoTried(failures[0], [.. tried.Where(name => name != candidates[0].Name)]);
    }

    /// <summary>Null: it succeeded. Otherwise why this mechanism cannot be used; another may be tried.</summary>
    async ValueTask<MailException?> TryAsync(SaslMechanism mechanism, CancellationToken cancellationToken)
    {
        var lacksUser = mechanism.Facts.NeedsUser && settings.Get(CommonSettings.User) is null;
        if (mechanism.Facts.Secret is not { } kind)
            return lacksUser ? NeedsUser(mechanism) : await TryWithoutSecretAsync(mechanism, cancellationToken).ConfigureAwait(false);
        // A store may know the user along with the secret.
        var query = NewQuery(kind) with { WantsUser = lacksUser };
        if (await SecretAsync(query, cancellationToken).ConfigureAwait(false) is { } secret && !(lacksUser && secret.User is null))
            return await TryAsync(mechanism, query, secret, cancellationToken).ConfigureAwait(false);
        return lacksUser ? NeedsUser(mechanism) : Needs(mechanism, "a password", AuthAdvice.NoSecret(settings));
    }

    // Even if no secret was sent, a server that refuses one is final.
    async ValueTask<MailException?> TryWithoutSecretAsync(SaslMechanism mechanism, CancellationToken cancellationToken)
    {
        var refusal = await AttemptAsync(mechanism, null, cancellationToken).ConfigureAwait(false);
        return refusal is { IsAboutSecret: true } ? throw refusal.Failure : refusal?.Failure;
    }

    // Two mechanisms that need the same secret get the same: a person is not asked twice.
    async ValueTask<Secret?> SecretAsync(SecretQuery query, CancellationToken cancellationToken)
    {
        if (!secrets.TryGetValue(query, out var secret))
            secrets[query] = secret = await context.Secrets.FindAsync(query, cancellationToken).ConfigureAwait(false);
        return secret;
    }

    async ValueTask<MailException?> TryAsync(SaslMechanism mechanism, SecretQuery query, Secret secret, CancellationToken cancellationToken)
    {
        var refusal = await AttemptAsync(mechanism, secret, cancellationToken).ConfigureAwait(false);
        if (refusal is { IsAboutSecret: false })
            return refusal.Failure;
        var verdict = refusal is null ? SecretVerdict.Accepted : SecretVerdict.Rejected;
        await context.Secrets.ReportAsync(query, secret, verdict, cancellationToken).ConfigureAwait(false);
        if (refusal is null)
            return null;
        return await RefreshedAsync(query, secret, cancellationToken).ConfigureAwait(false) is { } fresh
            ? await TryAsync(mechanism, query with { Rejected = secret }, fresh, cancellationToken).ConfigureAwait(false)
            : throw refusal.Failure;
    }

    // A token may have expired: its source is asked once for a fresh one. Null: there is none, and the refusal stands.
    async ValueTask<Secret?> RefreshedAsync(SecretQuery query, Secret rejected, CancellationToken cancellationToken)
    {
        if (query is not { Kind: SecretKind.Token, Rejected: null })
            return null;
        var fresh = await context.Secrets.FindAsync(query with { Rejected = rejected }, cancellationToken).ConfigureAwait(false);
        return fresh is null || fresh.Matches(rejected) ? null : fresh;
    }

    async ValueTask<SaslRefusal?> AttemptAsync(SaslMechanism mechanism, Secret? secret, CancellationToken cancellationToken)
    {
        tried.Add(mechanism.Name);
        user = settings.Get(CommonSettings.User) ?? secret?.User;
        using var client = mechanism.Create(NewContext(secret));
        return await new SaslExchange(channel, mechanism, client, settings).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    SecretQuery NewQuery(SecretKind kind) => new(kind)
    {
        Host = settings.Get(CommonSettings.Host),
        User = settings.Get(CommonSettings.User),
        Service = offer.Service,
    };

    SaslContext NewContext(Secret? secret) => new()
    {
        Account = context.Account,
        User = user,
        Secret = secret,
        Host = offer.Host,
        Port = offer.Port,
        Service = offer.Service,
        IsEncrypted = offer.IsEncrypted,
        Offered = offer.Mechanisms,
        ChannelBinding = offer.ChannelBinding,
        Io = context.Io,
        Time = context.Time,
        Services = context.Services,
    };

    static MailException AlsoTried(MailException failure, IReadOnlyList<string> others) => others.Count == 0
        ? failure
        : new MailException(failure.Failure with { Message = $"{failure.Message}; tried after it: {string.Join(", ", others)}" }, failure);

    MailException NeedsUser(SaslMechanism mechanism) => Needs(mechanism, "a user name", AuthAdvice.NoUser(settings));

    static MailException Needs(SaslMechanism mechanism, string what, string advice) =>
        Unavailable($"authentication method {mechanism.Name} needs {what}", advice);

    static MailException Unavailable(string message, string advice) =>
        new(ExitCode.Unavailable, DeliveryStage.Auth, message) { Advice = advice };
}
