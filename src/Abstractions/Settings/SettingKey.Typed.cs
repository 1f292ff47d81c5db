namespace Msmtp;

/// <summary>
/// A setting, declared once by the plugin that implements it. The msmtprc grammar, the options, <c>--help</c>, <c>--pretend</c> and the manual
/// are all derived from it.
/// </summary>
/// <typeparam name="T">The type of the value; nullable if the setting can be unset.</typeparam>
public sealed class SettingKey<T> : SettingKey
{
    readonly T defaultValue;
    readonly SettingParser<T> parse;
    readonly List<SettingSpelling> spellings;

    /// <summary>Declares a setting for msmtprc and, with an option, for the command line.</summary>
    /// <param name="name">The command in msmtprc.</param>
    /// <param name="defaultValue">The value if it is not set.</param>
    /// <param name="parse">Parses the argument.</param>
    /// <param name="argument">Whether the command takes an argument in msmtprc.</param>
    /// <param name="option">The option on the command line; null for none.</param>
    public SettingKey(
        string name,
        T defaultValue,
        SettingParser<T> parse,
        ArgumentRule argument = ArgumentRule.Optional,
        SettingOption? option = null)
        : base(name)
    {
        this.defaultValue = defaultValue;
        this.parse = parse;
        spellings = [SpelledAs(name, argument, option, parse, null)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<SettingSpelling> Spellings => spellings;

    /// <summary>Computes the default from other settings; null if it is constant.</summary>
    public Func<AccountSettings, T>? DerivedDefault { get; init; }

    /// <summary>Formats the value for <c>--pretend</c>, which shows a null result as "(not set)"; null to use ToString.</summary>
    public Func<T, string?>? Print { get; init; }

    /// <summary>Adds an old name for this setting, with its own argument rule and parser.</summary>
    /// <param name="name">The command in msmtprc.</param>
    /// <param name="parse">Parses the argument.</param>
    /// <param name="argument">Whether the command takes an argument in msmtprc.</param>
    /// <param name="option">The option on the command line; null for none.</param>
    /// <param name="allowed">The allowed arguments; null for those of <see cref="SettingKey.Allowed"/>.</param>
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

    private protected override bool ReadsPath => parse is SettingParser<string?> text && text.Equals((SettingParser<string?>)SettingParsers.Path);

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
        // A setting that was unset on purpose gets the derived default like one that was never set.
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
