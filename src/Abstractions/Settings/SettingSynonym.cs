namespace Msmtp;

/// <summary>
/// An old command that sets another setting and that <c>--pretend</c> shows in its own words. An old name that is not shown is an alias of
/// the setting itself (<see cref="SettingKey{T}.WithAlias"/>).
/// </summary>
/// <typeparam name="T">The type of the setting's value.</typeparam>
public sealed class SettingSynonym<T> : SettingKey
{
    readonly SettingKey<T> meant;

    /// <summary>Declares the old command.</summary>
    /// <param name="name">The command in msmtprc.</param>
    /// <param name="meant">The setting that it sets.</param>
    /// <param name="parse">Parses the argument.</param>
    /// <param name="option">The option on the command line; null for none.</param>
    public SettingSynonym(string name, SettingKey<T> meant, SettingParser<T> parse, SettingOption? option = null) : base(name)
    {
        ArgumentNullException.ThrowIfNull(meant);
        this.meant = meant;
        Spellings = [meant.SpelledAs(name, ArgumentRule.Optional, option, parse, () => Allowed)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<SettingSpelling> Spellings { get; }

    /// <summary>Formats the setting's value in the words of the old command.</summary>
    public required Func<T, string> Print { get; init; }

    /// <inheritdoc/>
    public override string Show(AccountSettings settings) => Print(settings.Get(meant));
}
