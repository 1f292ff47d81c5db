namespace Msmtp;

/// <summary>Settings while they are being collected. Not thread-safe.</summary>
public sealed class SettingsBuilder
{
    readonly Dictionary<Setting, object?> values;

    /// <summary>Starts with nothing set.</summary>
    public SettingsBuilder()
    {
        values = [];
    }

    /// <summary>Starts with what <paramref name="settings"/> sets.</summary>
    public SettingsBuilder(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        values = new Dictionary<Setting, object?>(settings.Values);
    }

    /// <summary>Sets all that <paramref name="settings"/> sets.</summary>
    public SettingsBuilder Set(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        foreach (var (setting, value) in settings.Values)
            values[setting] = value;
        return this;
    }

    /// <summary>The settings as they stand now; later changes of the builder do not reach them.</summary>
    public Settings Build() => new(new Dictionary<Setting, object?>(values));

    internal SettingsBuilder Set(Setting setting, object? value)
    {
        values[setting] = value;
        return this;
    }
}
