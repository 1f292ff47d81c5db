[assembly: Msmtp.MsmtpPlugin<Msmtp.Secrets.Keyring.KeyringPlugin>]

namespace Msmtp.Secrets.Keyring;

/// <summary>Passwords from the keyring of the desktop session, the Secret Service, in which plugins can also store secrets.</summary>
public sealed class KeyringPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Id => "secrets.keyring";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        // msmtp's --version calls it Gnome, whatever provides the service, and scripts look for that.
        registry.AddSecretSource("Gnome", new SecretFacts(SecretFacts.Keyring) { IsKeyring = true }, CreateSource);
        registry.AddSecretStore("keyring", CreateStore);
    }

    static KeyringSource CreateSource(PluginContext context) =>
        new(Bus(), LibSecret.Open, new BlockingCall(context.Io, context.Time));

    static KeyringStore CreateStore(PluginContext context) =>
        new(Bus(), LibSecret.Open, new BlockingCall(context.Io, context.Time));

    static SessionBus Bus() => new(Environment.GetEnvironmentVariable);
}
