using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;
using Msmtp.Secrets.OAuth.Store;
using Msmtp.Secrets.OAuth.Tokens;

namespace Msmtp.Secrets.OAuth.Modes;

/// <summary><c>--deauthorize</c>: revokes what the provider gave (RFC 7009), and forgets it, whether or not that could be done.</summary>
static class DeauthorizeMode
{
    public static CommandMode Mode => new(
        new SettingOption("deauthorize", ArgumentRule.None) { Help = ["sign out: revoke and delete the tokens"] }, RunAsync);

    static async ValueTask RunAsync(ModeContext mode, CancellationToken cancellationToken)
    {
        var settings = RequiredSignIn.Of(mode.Plugin.Account);
        var store = new SignInStore(mode.Plugin, settings);
        // Nobody renews what is being revoked.
        using var held = new StoreLock();
        await store.LockAsync(held, cancellationToken).ConfigureAwait(false);
        using (var signIn = await FindAsync(store, mode.Plugin, cancellationToken).ConfigureAwait(false))
            if ((signIn?.RefreshToken ?? signIn?.AccessToken) is { } token && signIn is not null)
                await RevokeAsync(mode, settings, signIn, token, cancellationToken).ConfigureAwait(false);
        var wasThere = await store.RemoveAsync(cancellationToken).ConfigureAwait(false);
        var provider = settings.Provider.Name;
        mode.Print(wasThere ? $"The sign-in at {provider} has been deleted here." : $"Nobody is signed in at {provider}.");
    }

    // Null: there is none, or none that can be read.
    static async ValueTask<StoredSignIn?> FindAsync(SignInStore store, PluginContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await store.FindAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e) when (e.ExitCode == ExitCode.NoPerm)
        {
            context.Notify(new HostNotice(e.Message));
            return null;
        }
    }

    static async ValueTask RevokeAsync(
        ModeContext mode, SignInSettings settings, StoredSignIn signIn, Secret token, CancellationToken cancellationToken)
    {
        var provider = ProviderOf(settings, signIn);
        var http = new HttpsClient(mode.Plugin, settings.TrustFile);
        var endpoint = new TokenEndpoint(mode.Plugin, http, settings, provider, new Client(signIn.ClientId, signIn.ClientSecret));
        try
        {
            if (await endpoint.RevokeAsync(token, cancellationToken).ConfigureAwait(false))
                mode.Print($"{provider.Name} has revoked it.");
            else
                mode.Plugin.Notify(new HostNotice($"{provider.Name} cannot be asked to revoke it: {ByHand(provider)}"));
        }
        catch (Exception e) when (e is TokenRefusal or MailException)
        {
            mode.Plugin.Notify(new HostNotice($"{provider.Name} has not revoked it ({e.Message}): {ByHand(provider)}"));
        }
    }

    static Provider ProviderOf(SignInSettings settings, StoredSignIn signIn) => settings.Provider.With(
        authorization: null,
        settings.Provider.TokenEndpoint ?? signIn.TokenEndpoint,
        device: null,
        settings.Provider.RevocationEndpoint ?? signIn.RevocationEndpoint,
        signIn.AuthenticationMethods.Count > 0 ? signIn.AuthenticationMethods : null);

    static string ByHand(Provider provider) =>
        $"withdraw the consent {(provider.ConsentPage is { } page ? "at " + page : "in the settings of your account there")}";
}
