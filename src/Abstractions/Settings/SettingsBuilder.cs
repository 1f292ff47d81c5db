namespace Msmtp;

/// <summary>Settings while they are being collected. Not thread-safe.</summary>
public sealed class SettingsBuilder
{
    readonly Dictionary<SettingKey, object?> values = [];

    /// <summary>Starts with nothing set.</summary>
    public SettingsBuilder()
    {
    }

    /// <summary>Starts with what <paramref name="settings"/> sets.</summary>
    public SettingsBuilder(Settings settings)
    {
        Set(settings);
    }

    /// <summary>Sets one value. The last one wins.</summary>
    public SettingsBuilder Set<T>(SettingKey<T> key, T value)
    {
        ArgumentNullException.ThrowIfNull(key);
        values[key] = value;
        return this;
    }

    /// <summary>Sets all that <paramref name="settings"/> sets.</summary>
    public SettingsBuilder Set(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        foreach (var key in settings.Keys)
            values[key] = settings.Raw(key);
        return this;
    }

    /// <summary>The settings as they stand now; later changes of the builder do not reach them.</summary>
    public Settings Build() => new(new Dictionary<SettingKey, object?>(values));
}
