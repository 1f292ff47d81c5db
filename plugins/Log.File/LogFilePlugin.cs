[assembly: Msmtp.MsmtpPlugin<Msmtp.Log.File.LogFilePlugin>]

namespace Msmtp.Log.File;

/// <summary>A log file with a line for each mail: <c>logfile</c>.</summary>
public sealed class LogFilePlugin : IPlugin
{
    /// <inheritdoc/>
    public string Id => "log.file";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry
            .AddSetting(LogFileSettings.File)
            .AddSetting(LogFileSettings.TimeFormat)
            .AddCheck(static settings => LogFileSettings.Fault(settings, OperatingSystem.IsLinux()))
            .AddLogSink(LogFileSettings.File.Name, Create);
    }

    static LogFileSink? Create(PluginContext context)
    {
        var settings = context.Account.Settings;
        return settings.Get(LogFileSettings.File) is { } file
            ? new LogFileSink(file, settings.Get(LogFileSettings.TimeFormat), context.Time)
            : null;
    }
}
