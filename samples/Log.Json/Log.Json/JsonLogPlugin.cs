using Msmtp;
using Log.Json;

[assembly: MsmtpPlugin<JsonLogPlugin>]

namespace Log.Json;

/// <summary>A JSON object for each mail, one per line: <c>jsonlog FILE</c> in msmtprc.</summary>
public sealed class JsonLogPlugin : IPlugin
{
    static readonly SettingKey<string?> File = new("jsonlog", null, SettingParsers.Path);

    public string Id => "log.json";

    public void Register(IPluginRegistry registry) => registry
        .AddSetting(File)
        .AddLogSink("jsonlog", static context => context.Account.Settings.Get(File) is { } file ? new JsonLogSink(file) : null);
}
