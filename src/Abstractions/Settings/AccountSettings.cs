namespace Msmtp;

/// <summary>
/// The settings of one account, immutable. <see cref="SettingAccess"/> reads them by key; a setting that is not set has its key's default. Two
/// instances are equal if they set the same settings to equal values.
/// </summary>
public sealed class AccountSettings : IEquatable<AccountSettings>
{
    readonly IReadOnlyDictionary<SettingDescriptor, object?> values;
    // Zero: not computed yet. One word, so that concurrent readers see all of it or nothing.
    int hash;

    internal AccountSettings(IReadOnlyDictionary<SettingDescriptor, object?> values)
    {
        this.values = values;
    }

    /// <summary>Settings with nothing set.</summary>
    public static AccountSettings Empty { get; } = new(new Dictionary<SettingDescriptor, object?>());

    /// <summary>Whether the setting is set, even if to nothing.</summary>
    public bool Has(SettingDescriptor setting) => values.ContainsKey(setting);

    /// <summary>The settings that are set, even if to nothing, in no particular order.</summary>
    public IEnumerable<SettingDescriptor> Keys => values.Keys;

    /// <inheritdoc/>
    public bool Equals(AccountSettings? other) =>
        ReferenceEquals(this, other) || other is not null && values.Count == other.values.Count
        && values.All(pair => other.values.TryGetValue(pair.Key, out var value) && Equals(pair.Value, value));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AccountSettings);

    /// <inheritdoc/>
    public override int GetHashCode() => hash != 0
        ? hash
        : hash = values.Aggregate(0, static (hash, pair) => hash ^ HashCode.Combine(pair.Key, pair.Value));

    internal IReadOnlyDictionary<SettingDescriptor, object?> Values => values;
}
