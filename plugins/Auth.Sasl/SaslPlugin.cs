[assembly: Msmtp.MsmtpPlugin<Msmtp.Auth.Sasl.SaslPlugin>]

namespace Msmtp.Auth.Sasl;

/// <summary>The SASL mechanisms that need nothing but a name and a secret.</summary>
public sealed class SaslPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Id => "auth.sasl";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry
            .AddSasl(new SaslMechanism("PLAIN", new SaslFacts(20), static context => new PlainClient(context)))
            .AddSasl(new SaslMechanism("LOGIN", new SaslFacts(10), static context => new LoginClient(context)));
    }
}
