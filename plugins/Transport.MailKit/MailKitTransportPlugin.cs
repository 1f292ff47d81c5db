[assembly: Msmtp.MsmtpPlugin<Msmtp.Transport.MailKit.MailKitTransportPlugin>]

namespace Msmtp.Transport.MailKit;

/// <summary>SMTP by MailKit's client: the transport <c>mailkit</c>, for those who trust that client more, or want to compare.</summary>
public sealed class MailKitTransportPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Id => "transport.mailkit";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add(new TransportRegistration("mailkit", MailKitTransport.OpenAsync) { Check = Limits.Fault, Probe = TransportProbe.Opening });
    }
}
