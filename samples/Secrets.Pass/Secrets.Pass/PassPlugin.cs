using Msmtp;
using Secrets.Pass;

[assembly: MsmtpPlugin<PassPlugin>]

namespace Secrets.Pass;

/// <summary>Passwords from the store of pass(1): the command <c>pass FOLDER</c> in msmtprc.</summary>
public sealed class PassPlugin : IPlugin
{
    static readonly SettingKey<string?> Folder = new("pass", null, SettingParsers.Text);
    static readonly SettingKey<string?> Store = new("pass_store", null, SettingParsers.Path);

    public string Id => "secrets.pass";

    public void Register(IPluginRegistry registry) => registry
        .AddSetting(Folder)
        .AddSetting(Store)
        .AddSecretSource("pass", new SecretFacts(Rank: 150), static context =>
        {
            var settings = context.Account.Settings;
            var store = settings.Get(Store) ?? Path.Combine(context.Environment.Home, ".password-store");
            return new PassSource(settings.Get(Folder), store, context.Shell);
        });
}
