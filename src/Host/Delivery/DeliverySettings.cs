namespace Msmtp.Hosting;

/// <summary>The settings that decide how a mail goes out.</summary>
static class DeliverySettings
{
    /// <summary><c>transport</c>: the name under which a plugin registered it; null: the first one that is registered.</summary>
    public static readonly SettingKey<string?> Transport = new(
        "transport", null, Parse.Text, option: new SettingOption("transport", ArgumentRule.Required)
        {
            HelpArgument = "=name",
            Help = ["hand the mail over by this transport"],
        });

    public static void Register(IPluginRegistry registry) => registry.AddSetting(Transport);
}
