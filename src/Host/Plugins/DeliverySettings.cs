namespace Msmtp.Hosting;

/// <summary>The settings that decide which plugins deliver a mail, and how a failure ends the command.</summary>
static class DeliverySettings
{
    /// <summary><c>transport</c>: the name under which a plugin registered it; null: the first one that is registered.</summary>
    public static readonly SettingKey<string?> Transport = new(
        "transport", null, SettingParsers.Text, option: new SettingOption("transport", ArgumentRule.Required)
        {
            HelpArgument = "=name",
            Help = ["hand the mail over by this transport"],
        });

    /// <summary><c>connector</c>: the name under which a plugin registered it; null: the only one.</summary>
    public static readonly SettingKey<string?> Connector = new("connector", null, SettingParsers.Text);

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

    public static void Register(IPluginRegistry registry) =>
        registry.AddSetting(Transport).AddSetting(Connector).AddSetting(TemporaryFailures);
}
