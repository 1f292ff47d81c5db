[assembly: Msmtp.MsmtpPlugin<Msmtp.Auth.Gssapi.GssapiPlugin>]

namespace Msmtp.Auth.Gssapi;

/// <summary>The SASL mechanism GSSAPI: Kerberos 5 (RFC 4752).</summary>
public sealed class GssapiPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Id => "auth.gssapi";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.AddSasl(new SaslMechanism("GSSAPI", Named, Create));
    }

    // The ticket is the secret. As in msmtp, the user has to ask for this mechanism: that a ticket exists says nothing about this server.
    static SaslFacts Named => new(90) { IsChosenAutomatically = false, IsSafeWithoutTls = true, Secret = null };

    static GssapiClient Create(SaslContext context)
    {
        ISecurityContext security = new KerberosContext($"{context.Service}/{context.Host}");
        return new GssapiClient(context, context.Io == IoMode.Blocking ? security : new OffThreadContext(security));
    }
}
