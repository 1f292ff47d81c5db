namespace Msmtp;

/// <summary>
/// The settings of one account: immutable. <see cref="SettingAccess"/> reads them by key; what nobody set has its key's
/// default. Equal are those that set the same settings to equal values.
/// </summary>
public sealed class AccountSettings : IEquatable<AccountSettings>
{
    readonly IReadOnlyDictionary<SettingDescriptor, object?> values;
    // Zero: not known yet. One word, so that whoever asks at the same time sees all of it or nothing.
    int hash;

    internal AccountSettings(IReadOnlyDictionary<SettingDescriptor, object?> values)
    {
        this.values = values;
    }

    /// <summary>Nothing is set.</summary>
    public static AccountSettings Empty { get; } = new(new Dictionary<SettingDescriptor, object?>());

    /// <summary>Somebody set it, be it to nothing.</summary>
    public bool Has(SettingDescriptor setting) => values.ContainsKey(setting);

    /// <summary>What somebody set, be it to nothing; in no order. For who has to refuse what he cannot honour.</summary>
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
