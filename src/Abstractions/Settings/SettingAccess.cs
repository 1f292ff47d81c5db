namespace Msmtp;

/// <summary>Reads and writes settings by their typed keys.</summary>
public static class SettingAccess
{
    /// <summary>Returns the value of a setting, or its default.</summary>
    public static T Get<T>(this AccountSettings settings, SettingKey<T> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.ValueIn(settings);
    }

    /// <summary>Returns these settings with one changed.</summary>
    public static AccountSettings With<T>(this AccountSettings settings, SettingKey<T> key, T value) =>
        new AccountSettingsBuilder(settings).Set(key, value).Build();

    /// <summary>Returns these settings, overridden by those that <paramref name="over"/> sets.</summary>
    public static AccountSettings With(this AccountSettings settings, AccountSettings over)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(over);
        return over.Values.Count == 0 ? settings : new AccountSettingsBuilder(settings).Set(over).Build();
    }

    /// <summary>Sets a value, replacing any previous one.</summary>
    public static AccountSettingsBuilder Set<T>(this AccountSettingsBuilder settings, SettingKey<T> key, T value)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(key);
        return settings.Set(key, (object?)value);
    }
}
