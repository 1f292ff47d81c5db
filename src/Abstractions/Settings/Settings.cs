namespace Msmtp;

/// <summary>The settings of one account: immutable, read by key. What nobody set has its key's default.</summary>
public sealed class Settings
{
    readonly IReadOnlyDictionary<SettingKey, object?> values;

    internal Settings(IReadOnlyDictionary<SettingKey, object?> values)
    {
        this.values = values;
    }

    /// <summary>Nothing is set.</summary>
    public static Settings Empty { get; } = new(new Dictionary<SettingKey, object?>());

    /// <summary>The value that was set, or the default.</summary>
    public T Get<T>(SettingKey<T> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return (T)(values.TryGetValue(key, out var value) ? value : key.Default(this))!;
    }

    /// <summary>Somebody set it, be it to nothing.</summary>
    public bool Has(SettingKey key) => values.ContainsKey(key);

    /// <summary>The keys that somebody set.</summary>
    public IEnumerable<SettingKey> Keys => values.Keys;

    /// <summary>These settings with one changed.</summary>
    public Settings With<T>(SettingKey<T> key, T value) => new SettingsBuilder(this).Set(key, value).Build();

    /// <summary>These settings with all that <paramref name="over"/> sets laid over them.</summary>
    public Settings With(Settings over) => new SettingsBuilder(this).Set(over).Build();

    internal object? Raw(SettingKey key) => values.GetValueOrDefault(key);
}
