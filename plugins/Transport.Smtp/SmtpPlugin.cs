using Msmtp;
using Msmtp.Transport.Smtp;

[assembly: MsmtpPlugin<SmtpPlugin>]

namespace Msmtp.Transport.Smtp;

/// <summary>SMTP and LMTP: the default transport.</summary>
public sealed class SmtpPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Id => "transport.smtp";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        SmtpSettings.Register(registry);
        registry
            .Add(new TransportRegistration("smtp", SmtpTransport.OpenAsync)
            {
                Probe = TransportProbe.Opening,
                AnnouncesEnd = true,
                PassesNotifications = true,
                PassesKeys = true,
            })
            .AddMode(ServerInfoMode.Mode)
            .AddMode(RemoteQueueMode.Mode);
    }
}
