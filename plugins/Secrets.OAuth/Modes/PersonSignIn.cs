using Msmtp.Secrets.OAuth.Discovery;
using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Renewal;
using Msmtp.Secrets.OAuth.Settings;
using Msmtp.Secrets.OAuth.SignIn;
using Msmtp.Secrets.OAuth.Store;
using Msmtp.Secrets.OAuth.Tokens;

namespace Msmtp.Secrets.OAuth.Modes;

/// <summary>Has a person sign in, and keeps what the provider gives for it.</summary>
sealed class PersonSignIn(ModeContext mode, SignInSettings settings)
{
    readonly HttpsClient http = new(mode.Plugin, settings.TrustFile);
    readonly SignInStore store = new(mode.Plugin, settings);

    public async ValueTask RunAsync(SignInWay? named, CancellationToken cancellationToken)
    {
        // A store that cannot be used is found before anybody takes the trouble.
        using (var held = new StoreLock())
            await store.LockAsync(held, cancellationToken).ConfigureAwait(false);
        var provider = await new ProviderDiscovery(mode.Plugin, http, settings).FindAsync(cancellationToken).ConfigureAwait(false);
        var way = SignInWays.Choose(named, settings, provider, SystemBrowser.IsLikely(mode.Plugin.Environment));
        if (way == SignInWay.Device)
            await WithDeviceAsync(provider, cancellationToken).ConfigureAwait(false);
        else
            await WithBrowserAsync(way, provider, cancellationToken).ConfigureAwait(false);
    }

    async ValueTask WithDeviceAsync(Provider provider, CancellationToken cancellationToken)
    {
        using var registration = await RegisterAsync(provider, provider.RedirectUri, cancellationToken).ConfigureAwait(false);
        using var registered = Registered(provider, registration);
        try
        {
            var endpoint = Endpoint(provider, registered);
            using var answer = await DeviceSignIn.SignInAsync(mode, endpoint, cancellationToken).ConfigureAwait(false);
            await KeepAsync(answer, provider, registered, cancellationToken).ConfigureAwait(false);
        }
        catch (TokenRefusal refusal)
        {
            throw TokenFailures.Of(refusal, settings);
        }
    }

    async ValueTask WithBrowserAsync(SignInWay way, Provider provider, CancellationToken cancellationToken)
    {
        using var browser = new BrowserSignIn(mode, settings, provider);
        try
        {
            using var registration = await RegisterAsync(provider, browser.RedirectUri, cancellationToken).ConfigureAwait(false);
            using var registered = Registered(provider, registration);
            var endpoint = Endpoint(provider, registered);
            using var answer = way == SignInWay.Paste
                ? await browser.PasteAsync(ClientOf(registered), endpoint, cancellationToken).ConfigureAwait(false)
                : await browser.OpenAsync(ClientOf(registered), endpoint, cancellationToken).ConfigureAwait(false);
            await KeepAsync(answer, provider, registered, cancellationToken).ConfigureAwait(false);
            browser.Succeed(answer.User);
        }
        catch (TokenRefusal refusal)
        {
            var failure = TokenFailures.Of(refusal, settings);
            browser.Fail(failure);
            throw failure;
        }
        catch (MailException failure)
        {
            browser.Fail(failure);
            throw;
        }
    }

    // Null: the account names its client. Each time anew: a provider need not know for ever whom it has registered, and may want this very
    // port.
    async ValueTask<HttpAnswer?> RegisterAsync(Provider provider, string redirectUri, CancellationToken cancellationToken) =>
        settings.ClientId is null
            ? await new ClientRegistration(http, settings).RegisterAsync(provider, [redirectUri], cancellationToken).ConfigureAwait(false)
            : null;

    RegisteredClient? Registered(Provider provider, HttpAnswer? answer) =>
        answer is null ? null : new ClientRegistration(http, settings).Read(provider, answer);

    Client ClientOf(RegisteredClient? registered) => new(registered?.Id ?? settings.ClientId ?? "", registered?.Secret);

    TokenEndpoint Endpoint(Provider provider, RegisteredClient? registered) =>
        new(mode.Plugin, http, settings, provider, ClientOf(registered));

    async ValueTask KeepAsync(TokenAnswer answer, Provider provider, RegisteredClient? registered, CancellationToken cancellationToken)
    {
        if (answer.Scope is { } granted && GrantedScopes.Missing(settings.Scopes, granted) is { } missing)
            throw new MailException(
                ExitCode.NoPerm,
                DeliveryStage.Configure,
                $"{provider.Name} has not granted the scope {missing}: run {settings.AuthorizeCommand} again")
            {
                Advice = "agree to everything that is asked; if it is not asked, the client must be allowed this scope",
            };
        using var held = new StoreLock();
        await store.LockAsync(held, cancellationToken).ConfigureAwait(false);
        using var earlier = await FindEarlierAsync(cancellationToken).ConfigureAwait(false);
        var now = mode.Plugin.Time.GetUtcNow();
        var signIn = new StoredSignIn
        {
            User = answer.User ?? settings.User,
            ClientId = ClientOf(registered).Id,
            ClientSecret = registered?.Secret,
            Scope = answer.Scope ?? string.Join(' ', settings.Scopes),
            TokenEndpoint = provider.TokenEndpoint,
            AuthenticationMethods = provider.AuthenticationMethods,
            RevocationEndpoint = provider.RevocationEndpoint,
            RefreshToken = answer.RefreshToken ?? StillGood(earlier, answer, ClientOf(registered)),
            AccessToken = answer.AccessToken,
            ExpiresAt = AccessTokens.EndOf(answer, now),
            SignedInAt = now,
        };
        await store.StoreAsync(signIn, cancellationToken).ConfigureAwait(false);
        Tell(provider, signIn, answer.User);
    }

    // Null: there is none. What cannot be read is about to be replaced.
    async ValueTask<StoredSignIn?> FindEarlierAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.FindAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e) when (e.ExitCode == ExitCode.NoPerm)
        {
            return null;
        }
    }

    // A provider that gives a refresh token with the first consent only goes on accepting that one.
    static Secret? StillGood(StoredSignIn? earlier, TokenAnswer answer, Client client) =>
        earlier?.ClientId == client.Id && answer.User is not null && earlier.User == answer.User ? earlier.RefreshToken : null;

    void Tell(Provider provider, StoredSignIn signIn, string? user)
    {
        mode.Print("");
        foreach (var line in SignInReport.Lines(settings, signIn, user, mode.Plugin.Time.LocalTimeZone))
            mode.Print(line);
        foreach (var warning in SignInReport.Warnings(settings, provider, signIn, user))
            mode.Plugin.Notify(new HostNotice(warning));
    }
}
