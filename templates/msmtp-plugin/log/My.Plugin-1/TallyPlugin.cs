using Msmtp;

[assembly: MsmtpPlugin<My.Plugin_1.TallyPlugin>]

namespace My.Plugin_1;

/// <summary>A line for each mail: <c>tally FILE</c> in msmtprc.</summary>
public sealed class TallyPlugin : IPlugin
{
    static readonly SettingKey<string?> Tally = new("tally", null, SettingParsers.Path);

    public string Id => "my.plugin.id";

    // Null: an account that does not set it has no such log.
    public void Register(IPluginRegistry registry) => registry
        .AddSetting(Tally)
        .AddLogSink("tally", static context => context.Account.Settings.Get(Tally) is { } file ? new TallySink(file) : null);
}
