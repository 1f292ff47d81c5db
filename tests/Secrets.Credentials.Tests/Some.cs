using Msmtp.Text;
using NSubstitute;

namespace Msmtp.Secrets.Credentials.Tests;

/// <summary>What the tests have in common.</summary>
static class Some
{
    public static SecretQuery Password { get; } = new(SecretKind.Password) { Host = "h", User = "joe" };

    /// <summary>The source of an account.</summary>
    /// <param name="settings">The account.</param>
    /// <param name="systemd">What CREDENTIALS_DIRECTORY says; null: it is not set.</param>
    /// <param name="container">What stands for /run/secrets.</param>
    public static CredentialsSource Source(
        AccountSettings settings, string? systemd, string container, DescriptorSecrets? handedOver = null, IoMode io = IoMode.Blocking) =>
        new(
            new PluginContext
            {
                Account = new MailAccount(settings),
                Io = io,
                Secrets = Substitute.For<ISecretLookup>(),
                Shell = Substitute.For<IShell>(),
                Environment = new PluginEnvironment { Home = "", GetVariable = name => name == "CREDENTIALS_DIRECTORY" ? systemd : null },
            },
            handedOver ?? new DescriptorSecrets(),
            container);

    public static async Task<string?> FoundAsync(CredentialsSource source, SecretQuery query)
    {
        using var secret = await source.FindAsync(query, TestContext.Current.CancellationToken);
        return secret is null ? null : OctetText.Decode(secret.Reveal());
    }
}
