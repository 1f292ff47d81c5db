[assembly: Msmtp.MsmtpPlugin<Msmtp.Log.Syslog.SyslogPlugin>]

namespace Msmtp.Log.Syslog;

/// <summary>A message to the system's log for each mail: <c>syslog</c>.</summary>
public sealed class SyslogPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Id => "log.syslog";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry
            .AddSetting(SyslogSettings.Syslog)
            .AddCheck(static settings => SyslogSettings.Fault(settings, OperatingSystem.IsWindows()))
            .AddLogSink(SyslogSettings.Syslog.Name, Create);
    }

    static SyslogSink? Create(PluginContext context) =>
        context.Account.Settings.Get(SyslogSettings.Syslog) is { } facility ? new SyslogSink(facility, SyslogSink.SystemSocket) : null;
}
