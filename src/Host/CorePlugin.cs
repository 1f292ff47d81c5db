namespace Msmtp.Hosting;

/// <summary>The host's own settings (those that many plugins share, and those of envelope and message) and its own secret store.</summary>
sealed class CorePlugin : IPlugin
{
    /// <summary>
    /// <c>temporary_failures</c>: a failure that may go away by itself ends the command with 75, whatever msmtp's exit status would be.
    /// </summary>
    public static readonly SettingKey<bool> TemporaryFailures = new(
        "temporary_failures", false, SettingParsers.Switch, option: new SettingOption("temporary-failures", ArgumentRule.Optional)
        {
            HelpArgument = "[=(on|off)]",
            Help = ["exit with 75 where trying again may help"],
        })
    {
        Print = CommonSettings.OnOff,
        Display = new SettingDisplay(440) { IsHiddenWhenUnset = true },
    };

    public string Id => "core";

    public void Register(IPluginRegistry registry)
    {
        registry
            .AddSetting(CommonSettings.Host)
            .AddSetting(CommonSettings.Port)
            .AddSetting(CommonSettings.Socket)
            .AddSetting(CommonSettings.Timeout)
            .AddSetting(CommonSettings.Protocol)
            .AddSetting(CommonSettings.Domain)
            .AddSetting(CommonSettings.Auth)
            .AddSetting(CommonSettings.User)
            .AddSetting(CommonSettings.Password)
            .AddSetting(CommonSettings.Tls)
            .AddSetting(CommonSettings.TlsStartTls)
            .AddSetting(CommonSettings.TlsTrustFile)
            .AddSetting(CommonSettings.TlsCertCheck)
            .AddSetting(CommonSettings.From)
            .AddSetting(TransportChoice.Setting)
            .AddSetting(ConnectorChoice.Setting)
            .AddSetting(TemporaryFailures);
        registry.AddSecretStore(FileSecretStore.Name, static context => FileSecretStore.Of(context.Environment));
        EnvelopeSettings.Register(registry);
        MessageSettings.Register(registry);
    }
}
