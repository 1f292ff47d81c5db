namespace Msmtp;

/// <summary>
/// A setting: declared once, beside its reader, by the plugin that acts on it. The msmtprc grammar, the options,
/// <c>--help</c>, <c>--pretend</c> and the manual are all read from it.
/// </summary>
/// <typeparam name="T">The value's type; a nullable type where a setting can be unset.</typeparam>
public sealed class SettingKey<T> : SettingKey
{
    readonly T defaultValue;
    readonly List<SettingSpelling> spellings;

    /// <summary>Declares a setting that is written in msmtprc and, with an option, on the command line.</summary>
    /// <param name="name">The command in msmtprc.</param>
    /// <param name="defaultValue">The value where nobody set it.</param>
    /// <param name="parse">Reads the argument.</param>
    /// <param name="argument">Whether the command takes an argument in msmtprc.</param>
    /// <param name="option">How it is written on the command line; null: not at all.</param>
    public SettingKey(
        string name,
        T defaultValue,
        SettingParser<T> parse,
        ArgumentRule argument = ArgumentRule.Optional,
        SettingOption? option = null)
        : base(name)
    {
        this.defaultValue = defaultValue;
        spellings = [SpelledAs(name, argument, option, parse, null)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<SettingSpelling> Spellings => spellings;

    /// <summary>The default where it follows from other settings; null: it is the plain one.</summary>
    public Func<AccountSettings, T>? DerivedDefault { get; init; }

    /// <summary>The value as <c>--pretend</c> shows it; a null result is shown as "(not set)". Null: as its ToString says.</summary>
    public Func<T, string?>? Print { get; init; }

    /// <summary>Adds an old name for this setting, with its own argument rule and its own reading of the argument.</summary>
    /// <param name="name">The command in msmtprc.</param>
    /// <param name="parse">Reads the argument.</param>
    /// <param name="argument">Whether the command takes an argument in msmtprc.</param>
    /// <param name="option">How it is written on the command line; null: not at all.</param>
    /// <param name="allowed">What the argument may be; null: what <see cref="SettingKey.Allowed"/> says.</param>
    public SettingKey<T> WithAlias(
        string name,
        SettingParser<T> parse,
        ArgumentRule argument = ArgumentRule.Optional,
        SettingOption? option = null,
        string? allowed = null)
    {
        spellings.Add(SpelledAs(name, argument, option, parse, allowed is null ? null : () => allowed));
        return this;
    }

    internal SettingSpelling SpelledAs(
        string name, ArgumentRule argument, SettingOption? option, SettingParser<T> parse, Func<string?>? allowed) =>
        new Spelling(this, name, argument, option, parse, allowed);

    static string? AllowedByType => typeof(T) == typeof(bool) ? "on, off" : typeof(T) == typeof(int) || typeof(T) == typeof(int?) ? "a whole number" : null;

    /// <inheritdoc/>
    public override string Show(AccountSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var value = ValueIn(settings);
        return (Print is null ? value?.ToString() : Print(value)) ?? NotSet;
    }

    internal T ValueIn(AccountSettings settings)
    {
        // What was unset on purpose is as open to a derived default as what nobody set.
        if (settings.Values.TryGetValue(this, out var value) && (value is not null || DerivedDefault is null))
            return (T)value!;
        return DerivedDefault is null ? defaultValue : DerivedDefault(settings);
    }

    sealed class Spelling : SettingSpelling
    {
        readonly SettingKey<T> key;
        readonly SettingParser<T> parse;
        readonly Func<string?>? allowed;

        public Spelling(
            SettingKey<T> key, string name, ArgumentRule argument, SettingOption? option, SettingParser<T> parse, Func<string?>? allowed)
            : base(key, name)
        {
            Argument = argument;
            Option = option;
            this.key = key;
            this.parse = parse;
            this.allowed = allowed;
        }

        public override string? Allowed => (allowed is null ? key.Allowed : allowed()) ?? AllowedByType;

        public override bool TryApply(SettingArgument argument, AccountSettingsBuilder settings)
        {
            if (!parse(argument, out var value))
                return false;
            settings.Set(Setting, value);
            return true;
        }
    }
}
