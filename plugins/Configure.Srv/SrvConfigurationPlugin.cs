[assembly: Msmtp.MsmtpPlugin<Msmtp.Configure.Srv.SrvConfigurationPlugin>]

namespace Msmtp.Configure.Srv;

/// <summary>The mode <c>--configure</c>: an account for a mail address, from the SRV records of its domain.</summary>
public sealed class SrvConfigurationPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Id => "configure.srv";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.AddMode(ConfigureMode.Mode);
    }
}
