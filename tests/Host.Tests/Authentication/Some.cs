using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Authentication;

/// <summary>Things that a test needs and does not care about.</summary>
static class Some
{
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static PluginContext Context(AuthChoice auth, string? user = "joe") => new()
    {
        Account = new MailAccount(AccountSettings.Empty.With(CommonSettings.Host, "mail.example.org").With(CommonSettings.Auth, auth).With(CommonSettings.User, user)),
        Secrets = new FakeSecrets(),
        AuthenticatorFactory = static context => new Authenticator(context),
        Shell = NSubstitute.Substitute.For<IShell>(),
        Environment = new PluginEnvironment { Home = "/home/me" },
    };

    public static async Task<AuthenticationResult?> AuthenticateAsync(ScriptedChannel channel, PluginContext context)
    {
        try
        {
            return await context.Authenticator.AuthenticateAsync(channel, Token);
        }
        finally
        {
            channel.Finish();
        }
    }
}
