using Msmtp.Secrets.OAuth.Renewal;
using Msmtp.Secrets.OAuth.Settings;

namespace Msmtp.Secrets.OAuth;

/// <summary>
/// Answers queries for a token with the account's own: of its sign-in, or of the application that the program is part of. A refusal changes
/// nothing by itself; the host asks again (<see cref="SecretQuery.Rejected"/>).
/// </summary>
sealed class OAuthSource(PluginContext context) : ISecretSource
{
    public async ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
    {
        if (query.Kind != SecretKind.Token || SignInSettings.Of(context.Account) is not { } settings || !IsAboutAccount(query, settings))
            return null;
        return settings.IsApplications
            ? await Provider(settings).GetTokenAsync(Request(query, settings), cancellationToken).ConfigureAwait(false)
            : await new AccessTokens(context, settings).GetAsync(query.Rejected, cancellationToken).ConfigureAwait(false);
    }

    // A token is good for much more than mail: no other host gets it.
    bool IsAboutAccount(SecretQuery query, SignInSettings settings) =>
        (query.Host is not { } host
            || string.Equals(host, context.Account.Settings.Get(CommonSettings.Host), StringComparison.OrdinalIgnoreCase))
        && (query.User is not { } user || settings.User is null || user == settings.User);

    ITokenProvider Provider(SignInSettings settings) => context.Services?.GetService(typeof(ITokenProvider)) as ITokenProvider
        ?? throw new MailException(
            ExitCode.Config, DeliveryStage.Configure, "oauth application: no application is there that brings a token")
        {
            Advice = context.Services is null
                ? "\"oauth application\" is for applications that use msmtp as a library; to sign in, name a provider, and run "
                    + settings.AuthorizeCommand
                : $"register an implementation of {typeof(ITokenProvider).FullName} with the application's services",
        };

    TokenRequest Request(SecretQuery query, SignInSettings settings) => new(context.Account)
    {
        Host = query.Host ?? context.Account.Settings.Get(CommonSettings.Host),
        User = query.User ?? settings.User,
        Scopes = settings.Scopes,
        Rejected = query.Rejected,
    };
}
