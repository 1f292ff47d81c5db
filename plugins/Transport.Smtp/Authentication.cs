namespace Msmtp.Transport.Smtp;

/// <summary>
/// Gets a session authenticated as the account asks: chooses the mechanism, finds the secret, tells its source what came of it.
/// <para>
/// With <c>auth on</c> the next strongest mechanism is tried when one cannot be begun (nothing was sent, or what it needs is
/// not there), or when the server refuses the mechanism itself: 432, 504, 534, 538 (RFC 4954 §4, §6, which lets a client try
/// again after a failure). Everything else is final. A second try after 535 would count as a second wrong password. A
/// mechanism that has found the server out, by a forged proof, must not be followed by one that shows it the password: so what
/// a client says after the first octet was sent ends it all. Whoever is tried next had to pass the same conditions as
/// the first, so that nobody gains by a refusal what he would not gain by a shorter offer.
/// </para>
/// </summary>
sealed class Authentication(SmtpDialogue dialogue, PluginContext context)
{
    // What a server that binds at all knows: RFC 5802 §6.1 below TLS 1.3, RFC 9266 §3 from there on. The third type,
    // tls-server-end-point, is refused by the servers of mail that are known: who wants it has to name a mechanism (decision 8).
    static readonly string[] BindingTypes = ["tls-unique", "tls-exporter"];

    readonly Settings settings = context.Account.Settings;
    readonly Dictionary<SecretKind, Secret?> secrets = [];
    readonly List<string> tried = [];

    /// <summary>The connection is encrypted.</summary>
    public bool IsEncrypted { get; init; }

    /// <inheritdoc cref="SaslContext.ChannelBinding"/>
    public Func<string, ReadOnlyMemory<byte>?> ChannelBinding { get; init; } = static _ => null;

    string Host => settings.Get(CommonSettings.Host) is { } host ? HostName.ToAscii(host) : "localhost";

    /// <summary>Authenticates, if the account wants it.</summary>
    public async ValueTask RunAsync(CancellationToken ct)
    {
        var wish = settings.Get(CommonSettings.Auth);
        if (wish == AuthChoice.Off)
            return;
        await dialogue.RequireAuthAsync(ct).ConfigureAwait(false);
        var canBind = BindingTypes.Any(type => ChannelBinding(type) is not null);
        var offer = new SaslOffer(dialogue.Capabilities.Mechanisms, IsEncrypted, canBind);
        var candidates = SaslChoice.Candidates(wish, context.Mechanisms, offer);
        var failures = new List<MailException>();
        foreach (var mechanism in candidates)
        {
            if (await TryAsync(mechanism, ct).ConfigureAwait(false) is not { } failure)
                return;
            failures.Add(failure);
        }
        // The strongest one's failure is the one to look into.
        throw AlsoTried(failures[0], [.. tried.Where(name => name != candidates[0].Name)]);
    }

    /// <summary>Null: it is done. Otherwise why this mechanism cannot be used; another may be tried.</summary>
    async ValueTask<MailException?> TryAsync(SaslMechanism mechanism, CancellationToken ct)
    {
        if (mechanism.Facts.NeedsUser && settings.Get(CommonSettings.User) is null)
            return Needs(mechanism, "a user name", AuthAdvice.NoUser(settings));
        if (mechanism.Facts.Secret is not { } kind)
            return await AttemptAsync(mechanism, null, ct).ConfigureAwait(false);
        var query = NewQuery(kind);
        return await SecretAsync(query, ct).ConfigureAwait(false) is { } secret
            ? await TryAsync(mechanism, query, secret, ct).ConfigureAwait(false)
            : Needs(mechanism, "a password", AuthAdvice.NoSecret(settings));
    }

    // Two mechanisms that need the same get the same: a person is not asked twice.
    async ValueTask<Secret?> SecretAsync(SecretQuery query, CancellationToken ct)
    {
        if (!secrets.TryGetValue(query.Kind, out var secret))
            secrets[query.Kind] = secret = await context.Secrets.FindAsync(query, ct).ConfigureAwait(false);
        return secret;
    }

    async ValueTask<MailException?> TryAsync(SaslMechanism mechanism, SecretQuery query, Secret secret, CancellationToken ct)
    {
        try
        {
            if (await AttemptAsync(mechanism, secret, ct).ConfigureAwait(false) is { } failure)
                return failure;
        }
        // RFC 4954 §6: 535 is the only reply that says that the secret is wrong.
        catch (MailException e) when (e.Reply?.Code == 535)
        {
            await context.Secrets.LearnAsync(query, secret, SecretVerdict.Rejected, ct).ConfigureAwait(false);
            if (await RefreshedAsync(query, secret, ct).ConfigureAwait(false) is not { } fresh)
                throw;
            return await TryAsync(mechanism, query with { Rejected = secret }, fresh, ct).ConfigureAwait(false);
        }
        await context.Secrets.LearnAsync(query, secret, SecretVerdict.Accepted, ct).ConfigureAwait(false);
        return null;
    }

    // A token expires: ask its source once for a fresh one. Null: there is none, and the refusal stands.
    async ValueTask<Secret?> RefreshedAsync(SecretQuery query, Secret rejected, CancellationToken ct)
    {
        if (query is not { Kind: SecretKind.Token, Rejected: null })
            return null;
        var fresh = await context.Secrets.FindAsync(query with { Rejected = rejected }, ct).ConfigureAwait(false);
        return fresh is null || fresh.Matches(rejected) ? null : fresh;
    }

    async ValueTask<MailException?> AttemptAsync(SaslMechanism mechanism, Secret? secret, CancellationToken ct)
    {
        tried.Add(mechanism.Name);
        using var client = mechanism.Create(NewContext(secret));
        return await dialogue.AuthAsync(mechanism, client, ct).ConfigureAwait(false);
    }

    SecretQuery NewQuery(SecretKind kind) => new(kind)
    {
        Host = settings.Get(CommonSettings.Host),
        User = settings.Get(CommonSettings.User),
    };

    SaslContext NewContext(Secret? secret) => new()
    {
        Account = context.Account,
        User = settings.Get(CommonSettings.User),
        Secret = secret,
        Host = Host,
        Port = settings.Get(CommonSettings.Port),
        IsEncrypted = IsEncrypted,
        Offered = dialogue.Capabilities.Mechanisms,
        ChannelBinding = ChannelBinding,
        Io = context.Io,
        Time = context.Time,
        Services = context.Services,
    };

    static MailException AlsoTried(MailException failure, IReadOnlyList<string> others) => others.Count == 0
        ? failure
        : new MailException(failure.Failure with { Message = $"{failure.Message}; tried after it: {string.Join(", ", others)}" }, failure);

    static MailException Needs(SaslMechanism mechanism, string what, string advice) =>
        new(ExitCode.Unavailable, DeliveryStage.Auth, $"authentication method {mechanism.Name} needs {what}") { Advice = advice };
}
