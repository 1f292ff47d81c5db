[assembly: Msmtp.MsmtpPlugin<Msmtp.Secrets.Netrc.NetrcPlugin>]

namespace Msmtp.Secrets.Netrc;

/// <summary>Passwords from <c>~/.netrc</c>, then from the system's <c>netrc</c>.</summary>
public sealed class NetrcPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Id => "secrets.netrc";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.AddSecretSource("netrc", new SecretFacts(SecretFacts.Netrc), static context => new NetrcSource(context.Environment, context.Notify));
    }
}
