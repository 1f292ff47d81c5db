namespace Msmtp;

/// <summary>Settings while they are being collected. Not thread-safe.</summary>
public sealed class AccountSettingsBuilder
{
    readonly Dictionary<SettingDescriptor, object?> values;

    /// <summary>Starts with nothing set.</summary>
    public AccountSettingsBuilder()
    {
        values = [];
    }

    /// <summary>Starts with the given settings.</summary>
    public AccountSettingsBuilder(AccountSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        values = new Dictionary<SettingDescriptor, object?>(settings.Values);
    }

    /// <summary>Sets everything that <paramref name="settings"/> sets.</summary>
    public AccountSettingsBuilder Set(AccountSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        foreach (var (setting, value) in settings.Values)
            values[setting] = value;
        return this;
    }

    /// <summary>Makes a setting what it is in <paramref name="settings"/>, be it set or not.</summary>
    public AccountSettingsBuilder Copy(SettingDescriptor setting, AccountSettings settings)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Values.TryGetValue(setting, out var value))
            values[setting] = value;
        else
            values.Remove(setting);
        return this;
    }

    /// <summary>Returns the current settings; later changes to the builder do not affect them.</summary>
    public AccountSettings Build() => new(new Dictionary<SettingDescriptor, object?>(values));

    internal AccountSettingsBuilder Set(SettingDescriptor setting, object? value)
    {
        values[setting] = value;
        return this;
    }
}
