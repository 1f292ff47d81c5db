[assembly: Msmtp.MsmtpPlugin<Msmtp.Secrets.Credentials.CredentialsPlugin>]

namespace Msmtp.Secrets.Credentials;

/// <summary>
/// Secrets that whoever started the program has handed over: <c>credential</c> (systemd's, and the secrets of containers) and
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
        // Reading a file costs nothing, so that one that is missing is told before anything is connected.
        var facts = new SecretFacts(SecretFacts.Credentials) { IsAskedBeforeConnecting = true };
        var descriptors = new HandedOver();
        registry
            .AddSetting(CredentialsSettings.Name)
            .AddSetting(CredentialsSettings.Descriptor)
            .AddSetting(CredentialsSettings.KeyName)
            .AddCheck(static settings => CredentialsSettings.Fault(settings, OperatingSystem.IsWindows()))
            .AddSecretSource(CredentialsSettings.Name.Name, facts, context => new CredentialsSource(context, descriptors));
    }
}
