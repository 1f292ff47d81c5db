[assembly: Msmtp.MsmtpPlugin<Msmtp.Secrets.GitCredential.GitCredentialPlugin>]

namespace Msmtp.Secrets.GitCredential;

/// <summary>Secrets from a helper that speaks git's credential protocol: <c>credential_helper</c>.</summary>
public sealed class GitCredentialPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Id => "secrets.gitcredential";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry
            .AddSetting(GitCredentialSettings.Helper)
            .AddCheck(static settings => GitCredentialSettings.Fault(settings, OperatingSystem.IsWindows()))
            .AddSecretSource(
                GitCredentialSettings.Helper.Name,
                new SecretFacts(SecretFacts.CredentialHelper) { StoresTypedSecrets = true, KnowsUsers = true },
                static context => new GitCredentialSource(context));
    }
}
