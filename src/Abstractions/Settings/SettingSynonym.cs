namespace Msmtp;

/// <summary>
/// An old command that writes another setting and is shown by <c>--pretend</c> in its own words. An old name that is not
/// shown is an alias of the setting itself.
/// </summary>
/// <typeparam name="T">The type of the setting's value.</typeparam>
public sealed class SettingSynonym<T> : SettingKey
{
    readonly SettingKey<T> meant;

    /// <summary>Declares the old command.</summary>
    /// <param name="name">The command in msmtprc.</param>
    /// <param name="meant">The setting that it writes.</param>
    /// <param name="parse">Reads the argument.</param>
    /// <param name="option">How it is written on the command line; null: not at all.</param>
    public SettingSynonym(string name, SettingKey<T> meant, SettingParser<T> parse, SettingOption? option = null) : base(name)
    {
        ArgumentNullException.ThrowIfNull(meant);
        this.meant = meant;
        Spellings = [meant.SpelledAs(name, ArgumentRule.Optional, option, parse, () => Allowed)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<SettingSpelling> Spellings { get; }

    /// <summary>The setting's value as the old command would have it.</summary>
    public required Func<T, string> Print { get; init; }

    /// <inheritdoc/>
    public override string Show(AccountSettings settings) => Print(settings.Get(meant));
}
