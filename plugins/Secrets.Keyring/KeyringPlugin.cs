[assembly: Msmtp.MsmtpPlugin<Msmtp.Secrets.Keyring.KeyringPlugin>]

namespace Msmtp.Secrets.Keyring;

/// <summary>Passwords from the keyring of the user's desktop session, the Secret Service; and a place where plugins keep secrets.</summary>
public sealed class KeyringPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Id => "secrets.keyring";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        // msmtp's --version calls it Gnome whoever provides the service, and scripts look for that.
        registry.AddSecretSource("Gnome", new SecretFacts(SecretFacts.Keyring) { IsKeyring = true }, CreateSource);
        registry.AddSecretStore("keyring", CreateStore);
    }

    static KeyringSource CreateSource(PluginContext context) =>
        new(Bus(), LibSecret.Open, new BlockingCall(context.Io, context.Time));

    static KeyringStore CreateStore(PluginContext context) =>
        new(Bus(), LibSecret.Open, new BlockingCall(context.Io, context.Time));

    static SessionBus Bus() => new(Environment.GetEnvironmentVariable);
}
