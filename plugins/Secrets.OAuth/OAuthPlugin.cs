using Msmtp.Secrets.OAuth.Modes;
using Msmtp.Secrets.OAuth.Settings;

[assembly: Msmtp.MsmtpPlugin<Msmtp.Secrets.OAuth.OAuthPlugin>]

namespace Msmtp.Secrets.OAuth;

/// <summary>Access tokens by OAuth 2.0: sign in once with <c>--authorize</c>, and mail is sent from then on.</summary>
public sealed class OAuthPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Id => "secrets.oauth";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        OAuthSettings.Register(registry).AddCheck(OAuthChecks.Fault).AddSaslPreference(OAuthChecks.Mechanisms);
        registry.AddSecretSource(
            "oauth",
            new SecretFacts(SecretFacts.SignIn) { Kind = SecretKind.Token, KnowsUsers = true, IsAskedBeforeConnecting = true },
            static context => new OAuthSource(context));
        registry.AddMode(AuthorizeMode.Mode).AddMode(DeauthorizeMode.Mode).AddMode(PrintTokenMode.Mode);
    }
}
