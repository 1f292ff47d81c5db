namespace Msmtp;

/// <summary>
/// The settings of one account: immutable. <see cref="SettingAccess"/> reads them by key; what nobody set has its key's
/// default.
/// </summary>
public sealed class Settings
{
    readonly IReadOnlyDictionary<Setting, object?> values;

    internal Settings(IReadOnlyDictionary<Setting, object?> values)
    {
        this.values = values;
    }

    /// <summary>Nothing is set.</summary>
    public static Settings Empty { get; } = new(new Dictionary<Setting, object?>());

    /// <summary>Somebody set it, be it to nothing.</summary>
    public bool Has(Setting setting) => values.ContainsKey(setting);

    internal IReadOnlyDictionary<Setting, object?> Values => values;
}
