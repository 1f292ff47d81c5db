namespace Msmtp;

/// <summary>The short forms of what has to do with settings.</summary>
public static class SettingRegistryExtensions
{
    /// <summary>Adds a setting: a command of msmtprc, and its option.</summary>
    public static IPluginRegistry AddSetting(this IPluginRegistry registry, SettingKey key) => registry.Add(key);

    /// <summary>Adds a rule across settings.</summary>
    public static IPluginRegistry AddCheck(this IPluginRegistry registry, AccountCheck check) =>
        registry.Add(new AccountCheckRegistration(check));
}
