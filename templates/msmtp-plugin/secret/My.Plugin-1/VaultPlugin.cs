using Msmtp;

[assembly: MsmtpPlugin<My.Plugin_1.VaultPlugin>]

namespace My.Plugin_1;

/// <summary>Passwords in a folder: <c>vault FOLDER</c> in msmtprc, with a file HOST/USER for each.</summary>
public sealed class VaultPlugin : IPlugin
{
    static readonly SettingKey<string?> Vault = new("vault", null, SettingParsers.Path);

    public string Id => "my.plugin.id";

    public void Register(IPluginRegistry registry) => registry
        .AddSetting(Vault)
        .AddSecretSource("vault", new SecretFacts(Rank: 150), static context => new VaultSource(context.Account.Settings.Get(Vault)));
}
