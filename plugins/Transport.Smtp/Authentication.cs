namespace Msmtp.Transport.Smtp;

/// <summary>
/// Gets a session authenticated as the account asks: chooses the mechanism, finds the secret, tells its source what came of it.
/// </summary>
sealed class Authentication(SmtpDialogue dialogue, PluginContext context)
{
    // Enough to tell whether a client could bind at all: RFC 5929 §4, and RFC 9266 for TLS 1.3.
    static readonly string[] BindingTypes = ["tls-server-end-point", "tls-exporter"];

    readonly Settings settings = context.Account.Settings;

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
        var mechanism = SaslChoice.Pick(wish, context.Mechanisms, offer);
        if (mechanism.Facts.NeedsUser && settings.Get(CommonSettings.User) is null)
            throw Needs(mechanism, "a user name");

        if (mechanism.Facts.Secret is { } kind)
            await WithSecretAsync(mechanism, NewQuery(kind), ct).ConfigureAwait(false);
        else
            await AttemptAsync(mechanism, null, ct).ConfigureAwait(false);
    }

    async ValueTask WithSecretAsync(SaslMechanism mechanism, SecretQuery query, CancellationToken ct)
    {
        var secret = await context.Secrets.FindAsync(query, ct).ConfigureAwait(false) ?? throw Needs(mechanism, "a password");
        try
        {
            await AttemptAsync(mechanism, secret, ct).ConfigureAwait(false);
        }
        // RFC 4954 §6: 535 is the only reply that says that the secret is wrong.
        catch (MailException e) when (e.Reply?.Code == 535)
        {
            await context.Secrets.LearnAsync(query, secret, SecretVerdict.Rejected, ct).ConfigureAwait(false);
            if (!await RefreshedAsync(mechanism, query, secret, ct).ConfigureAwait(false))
                throw;
            return;
        }
        await context.Secrets.LearnAsync(query, secret, SecretVerdict.Accepted, ct).ConfigureAwait(false);
    }

    // A token expires: ask its source once for a fresh one. False: there is none, and the refusal stands.
    async ValueTask<bool> RefreshedAsync(SaslMechanism mechanism, SecretQuery query, Secret rejected, CancellationToken ct)
    {
        if (query.Kind != SecretKind.Token)
            return false;
        var again = query with { Rejected = rejected };
        var fresh = await context.Secrets.FindAsync(again, ct).ConfigureAwait(false);
        if (fresh is null || fresh.Matches(rejected))
            return false;
        await AttemptAsync(mechanism, fresh, ct).ConfigureAwait(false);
        await context.Secrets.LearnAsync(again, fresh, SecretVerdict.Accepted, ct).ConfigureAwait(false);
        return true;
    }

    async ValueTask AttemptAsync(SaslMechanism mechanism, Secret? secret, CancellationToken ct)
    {
        using var client = mechanism.Create(NewContext(secret));
        await dialogue.AuthAsync(mechanism, client, ct).ConfigureAwait(false);
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

    static MailException Needs(SaslMechanism mechanism, string what) =>
        new(ExitCode.Unavailable, DeliveryStage.Auth, $"authentication method {mechanism.Name} needs {what}");
}
