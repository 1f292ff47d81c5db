using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Renewal;
using Msmtp.Secrets.OAuth.Settings;
using Msmtp.Secrets.OAuth.SignIn;
using Msmtp.Secrets.OAuth.Store;

namespace Msmtp.Secrets.OAuth.Modes;

/// <summary><c>--authorize</c>: signs in once, so that mail is sent from then on.</summary>
static class AuthorizeMode
{
    public static CommandMode Mode => new(
        new SettingOption("authorize", ArgumentRule.Optional)
        {
            HelpArgument = "[=browser|device|paste]",
            Help = ["sign in for OAuth 2.0"],
            Values = ["browser", "device", "paste"],
        },
        RunAsync)
    {
        MendsAccount = true,
    };

    static ValueTask RunAsync(ModeContext mode, CancellationToken cancellationToken)
    {
        var settings = RequiredSignIn.Of(mode.Plugin.Account);
        var way = SignInWays.Named(mode.Argument);
        return settings.Flow is Flows.Application or Flows.Service
            ? TryAsync(mode, settings, cancellationToken)
            : new PersonSignIn(mode, settings).RunAsync(way, cancellationToken);
    }

    // An application needs nobody: getting a token that it does not have shows that it can.
    static async ValueTask TryAsync(ModeContext mode, SignInSettings settings, CancellationToken cancellationToken)
    {
        using var stored = await FindAsync(new SignInStore(mode.Plugin, settings), cancellationToken).ConfigureAwait(false);
        var tokens = new AccessTokens(mode.Plugin, settings);
        using var token = await tokens.GetAsync(stored?.AccessToken, cancellationToken).ConfigureAwait(false);
        mode.Print(settings.Flow == Flows.Service && settings.User is { } user
            ? $"The service account gets tokens from {settings.Provider.Name} for {user}; nobody has to sign in."
            : $"The application gets tokens from {settings.Provider.Name}; nobody has to sign in.");
        mode.Print(SignInReport.Validity(token.ExpiresAt, isRenewed: true, mode.Plugin.Time.LocalTimeZone));
    }

    // Null: there is none, or none that can be read, which is then out of the way.
    static async ValueTask<StoredSignIn?> FindAsync(SignInStore store, CancellationToken cancellationToken)
    {
        using var held = new StoreLock();
        await store.LockAsync(held, cancellationToken).ConfigureAwait(false);
        try
        {
            return await store.FindAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e) when (e.ExitCode == ExitCode.NoPerm)
        {
            await store.RemoveAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
    }
}
