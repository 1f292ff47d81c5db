using System.Diagnostics.CodeAnalysis;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;
using Msmtp.Secrets.OAuth.Store;
using Msmtp.Secrets.OAuth.Tokens;

namespace Msmtp.Secrets.OAuth.Renewal;

/// <summary>
/// The access token of an account, renewed if need be:
/// <code>
/// read; fresh: use        else    lock; read again; fresh: use    else    renew; store; use
/// </code>
/// </summary>
sealed class AccessTokens(PluginContext context, SignInSettings settings, ITokenRequests requests)
{
    readonly SignInStore store = new(context, settings);

    public AccessTokens(PluginContext context, SignInSettings settings) : this(context, settings, new TokenRequests(context, settings))
    {
    }

    string ProviderName => settings.Provider.Name;

    bool IsPersons => settings.Flow is not (Flows.Application or Flows.Service);

    /// <summary>The token, with its expiry and its user.</summary>
    /// <param name="rejected">
    /// The token that the server has just refused though it looked fresh; null for none. It is returned again if there is no way to get
    /// another.
    /// </param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MailException">77: sign in; 78: the configuration; 75: try again.</exception>
    public async ValueTask<Secret> GetAsync(Secret? rejected, CancellationToken cancellationToken)
    {
        using (var stored = await FindAsync(cancellationToken).ConfigureAwait(false))
            if (IsUsable(stored, rejected))
                return TokenOf(stored);

        using var held = new StoreLock();
        await store.LockAsync(held, cancellationToken).ConfigureAwait(false);
        // Whoever held the lock before may have renewed it.
        using var current = await FindAsync(cancellationToken).ConfigureAwait(false);
        if (IsUsable(current, rejected))
            return TokenOf(current);
        using var renewed = IsPersons && current is not null
            ? await RefreshAsync(current, cancellationToken).ConfigureAwait(false)
            : await SignInAsync(cancellationToken).ConfigureAwait(false);
        return TokenOf(renewed);
    }

    // Null: an application that has no token yet, or one for something else.
    async ValueTask<StoredSignIn?> FindAsync(CancellationToken cancellationToken)
    {
        var found = await store.FindAsync(cancellationToken).ConfigureAwait(false);
        var fault = IsPersons ? Fault(found) : null;
        if (fault is null && (IsPersons || found is null || IsOfThisApplication(found)))
            return found;
        found?.Dispose();
        return fault is null ? null : throw fault;
    }

    bool IsOfThisApplication(StoredSignIn found) =>
        found.ClientId == (settings.ClientId ?? "") && found.Scope == string.Join(' ', settings.Scopes);

    // The settings may have changed since.
    MailException? Fault(StoredSignIn? found)
    {
        if (found is null)
            return TokenFailures.NeverSignedIn(settings);
        if (settings.ClientId is { } client && client != found.ClientId)
            return SignInAgain($"the sign-in at {ProviderName} was made with another oauth_client_id: run {settings.AuthorizeCommand}");
        return GrantedScopes.Missing(settings.Scopes, found.Scope) is { } scope
            ? SignInAgain($"the sign-in at {ProviderName} does not include the scope {scope}: run {settings.AuthorizeCommand}")
            : null;
    }

    bool IsUsable([NotNullWhen(true)] StoredSignIn? signIn, Secret? rejected)
    {
        if (signIn?.AccessToken is not { } token)
            return false;
        if (IsPersons && signIn.RefreshToken is null)
            return !Freshness.HasExpired(signIn, context.Time.GetUtcNow());
        return Freshness.IsFresh(signIn, context.Time.GetUtcNow()) && rejected?.Matches(token) != true;
    }

    async ValueTask<StoredSignIn> SignInAsync(CancellationToken cancellationToken)
    {
        var asked = context.Time.GetUtcNow();
        try
        {
            var answer = await requests.SignInAsync(cancellationToken).ConfigureAwait(false);
            // RFC 6749 §4.4.3: there should be none; whoever can sign in needs none.
            answer.RefreshToken?.Dispose();
            var signIn = new StoredSignIn
            {
                User = settings.User,
                ClientId = settings.ClientId ?? "",
                Scope = string.Join(' ', settings.Scopes),
                AccessToken = answer.AccessToken,
                ExpiresAt = EndOf(answer, asked),
                SignedInAt = asked,
            };
            await KeepAsync(signIn, "the next mail needs another one").ConfigureAwait(false);
            return signIn;
        }
        catch (TokenRefusal refusal)
        {
            throw TokenFailures.Of(refusal, settings);
        }
    }

    async ValueTask<StoredSignIn> RefreshAsync(StoredSignIn old, CancellationToken cancellationToken)
    {
        if (old.RefreshToken is not { } refreshToken)
            throw SignInAgain($"the sign-in at {ProviderName} has expired, and there is no refresh token: run {settings.AuthorizeCommand}");
        // A full disk is found now, and not when the provider has replaced a token that can be used only once.
        await store.StoreAsync(old, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var asked = context.Time.GetUtcNow();
        try
        {
            // From here on nothing is cancelled: an answer that nobody waits for may be the only valid refresh token.
            var answer = await requests.RefreshAsync(old, refreshToken, CancellationToken.None).ConfigureAwait(false);
            return await AcceptAsync(Renewed(old, answer, asked), answer.RefreshToken is not null).ConfigureAwait(false);
        }
        catch (TokenRefusal refusal)
        {
            return await RenewedElsewhereAsync(old, cancellationToken).ConfigureAwait(false) ?? throw TokenFailures.Of(refusal, settings);
        }
    }

    async ValueTask<StoredSignIn> AcceptAsync(StoredSignIn renewed, bool isRotated)
    {
        var consequence = isRotated ? $"the next mail may need {settings.AuthorizeCommand}" : "the next mail needs another one";
        await KeepAsync(renewed, consequence).ConfigureAwait(false);
        if (Fault(renewed) is not { } fault)
            return renewed;
        renewed.Dispose();
        throw fault;
    }

    async ValueTask KeepAsync(StoredSignIn signIn, string consequence)
    {
        try
        {
            await store.StoreAsync(signIn, CancellationToken.None).ConfigureAwait(false);
        }
        catch (MailException e)
        {
            context.Notify(new HostNotice(
                $"the token from {settings.Provider.Name} is used but could not be kept ({e.Message}): {consequence}"));
        }
    }

    // Another machine, or a program without our lock, may have used the refresh token first. Nothing is erased.
    async ValueTask<StoredSignIn?> RenewedElsewhereAsync(StoredSignIn old, CancellationToken cancellationToken)
    {
        var found = await store.FindAsync(cancellationToken).ConfigureAwait(false);
        if (found?.AccessToken is not null && IsUsable(found, old.AccessToken) && Fault(found) is null)
            return found;
        found?.Dispose();
        return null;
    }

    static StoredSignIn Renewed(StoredSignIn old, TokenAnswer answer, DateTimeOffset asked) => new()
    {
        User = old.User ?? answer.User,
        ClientId = old.ClientId,
        ClientSecret = old.ClientSecret,
        Scope = answer.Scope ?? old.Scope,
        TokenEndpoint = old.TokenEndpoint,
        AuthenticationMethods = old.AuthenticationMethods,
        RevocationEndpoint = old.RevocationEndpoint,
        // RFC 6749 §6: without a new one the old one stays valid.
        RefreshToken = answer.RefreshToken ?? old.RefreshToken,
        AccessToken = answer.AccessToken,
        ExpiresAt = EndOf(answer, asked),
        RenewedAt = asked,
        SignedInAt = old.SignedInAt,
    };

    /// <summary>When the token of an answer expires; null if the provider does not say.</summary>
    public static DateTimeOffset? EndOf(TokenAnswer answer, DateTimeOffset asked) => asked + answer.ExpiresIn;

    Secret TokenOf(StoredSignIn signIn) => new(signIn.AccessToken is { } token ? token.Reveal().ToArray() : [])
    {
        ExpiresAt = signIn.ExpiresAt,
        User = settings.User ?? signIn.User,
    };

    static MailException SignInAgain(string message) => new(ExitCode.NoPerm, DeliveryStage.Configure, message);
}
