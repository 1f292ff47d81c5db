namespace Msmtp.Transport.MailKit;

/// <summary>
/// Commands of msmtprc that belong to others and are meant for a transport all the same. They are known by their names, as the file knows
/// them: a plugin cannot use another plugin's keys.
/// </summary>
static class OtherSettings
{
    /// <summary>The value of a command; the default where nobody wrote it.</summary>
    public static T Named<T>(this Settings settings, string name, T defaultValue) =>
        settings.Keys.OfType<SettingKey<T>>().FirstOrDefault(key => key.Name == name) is { } key ? settings.Get(key) : defaultValue;

    /// <summary>The commands that somebody wrote and did not unset.</summary>
    public static IEnumerable<string> WrittenNames(this Settings settings) =>
        settings.Keys.OfType<SettingKey>().Where(key => key.Show(settings) != SettingKey.NotSet).Select(static key => key.Name);
}
