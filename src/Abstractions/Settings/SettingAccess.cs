namespace Msmtp;

/// <summary>Reads and writes settings by their typed keys.</summary>
public static class SettingAccess
{
    /// <summary>The value that was set, or the default.</summary>
    public static T Get<T>(this AccountSettings settings, SettingKey<T> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.ValueIn(settings);
    }

    /// <summary>These settings with one changed.</summary>
    public static AccountSettings With<T>(this AccountSettings settings, SettingKey<T> key, T value) =>
        new AccountSettingsBuilder(settings).Set(key, value).Build();

    /// <summary>These settings with all that <paramref name="over"/> sets laid over them.</summary>
    public static AccountSettings With(this AccountSettings settings, AccountSettings over)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(over);
        return over.Values.Count == 0 ? settings : new AccountSettingsBuilder(settings).Set(over).Build();
    }

    /// <summary>Sets one value. The last one wins.</summary>
    public static AccountSettingsBuilder Set<T>(this AccountSettingsBuilder settings, SettingKey<T> key, T value)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(key);
        return settings.Set(key, (object?)value);
    }
}
