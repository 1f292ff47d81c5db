[assembly: Msmtp.MsmtpPlugin<Msmtp.Secrets.Credentials.CredentialsPlugin>]

namespace Msmtp.Secrets.Credentials;

/// <summary>
/// Secrets that were passed to the program when it was started: <c>credential</c> (from systemd or a container engine) and
/// <c>credential_fd</c> (an open file).
/// </summary>
public sealed class CredentialsPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Id => "secrets.credentials";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        // Reading a file costs little, and a missing one is reported before connecting.
        var facts = new SecretFacts(SecretFacts.Credentials) { IsAskedBeforeConnecting = true };
        var descriptors = new DescriptorSecrets();
        registry
            .AddSetting(CredentialsSettings.Name)
            .AddSetting(CredentialsSettings.Descriptor)
            .AddSetting(CredentialsSettings.KeyName)
            .AddCheck(static settings => CredentialsSettings.Fault(settings, OperatingSystem.IsWindows()))
            .AddSecretSource(CredentialsSettings.Name.Name, facts, context => new CredentialsSource(context, descriptors));
    }
}
