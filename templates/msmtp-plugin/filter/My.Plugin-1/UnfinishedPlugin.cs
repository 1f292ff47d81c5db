using Msmtp;

[assembly: MsmtpPlugin<My.Plugin_1.UnfinishedPlugin>]

namespace My.Plugin_1;

/// <summary>Stops mails with a text that marks them as unfinished: <c>unfinished TEXT</c> in msmtprc.</summary>
public sealed class UnfinishedPlugin : IPlugin
{
    static readonly SettingKey<string?> Unfinished = new("unfinished", null, SettingParsers.Text);

    public string Id => "my.plugin.id";

    // Null: an account that does not set it has no such filter. It changes nothing, so it can come first.
    public void Register(IPluginRegistry registry) => registry
        .AddSetting(Unfinished)
        .AddMessageFilter("unfinished", order: -1000, static context =>
            context.Account.Settings.Get(Unfinished) is { Length: > 0 } text ? new UnfinishedFilter(text) : null);
}
