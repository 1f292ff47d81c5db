namespace Msmtp;

/// <summary>
/// One spelling of a setting: its own name, or an old one that is still accepted. Each has its own name in errors, its own argument rule and
/// its own parser.
/// </summary>
public abstract class SettingSpelling
{
    private protected SettingSpelling(SettingDescriptor setting, string name)
    {
        Setting = setting;
        Name = name;
    }

    /// <summary>The setting.</summary>
    public SettingDescriptor Setting { get; }

    /// <summary>The command in msmtprc.</summary>
    public string Name { get; }

    /// <summary>Whether the command takes an argument in msmtprc.</summary>
    public ArgumentRule Argument { get; private protected init; }

    /// <summary>The option on the command line; null for none.</summary>
    public SettingOption? Option { get; private protected init; }

    /// <summary>The allowed arguments, as in <see cref="SettingKey.Allowed"/>; null if not described.</summary>
    public abstract string? Allowed { get; }

    /// <summary>
    /// The words that the argument may be, as far as they can be listed: those of the option; or those of <see cref="Allowed"/>, if it is a list of
    /// words; or those that are no paths.
    /// </summary>
    public IReadOnlyList<string> Values
    {
        get
        {
            if (Option is { Values.Count: > 0 } option)
                return option.Values;
            if (Allowed is { } allowed && allowed.Split(", ") is var words && Array.TrueForAll(words, static word => !word.Contains(' ', StringComparison.Ordinal)))
                return words;
            return Array.FindAll(Setting.WordsBesidePaths.Split(' ', StringSplitOptions.RemoveEmptyEntries), static word => !word.EndsWith(':'));
        }
    }

    /// <summary>Parses the argument and sets the value in <paramref name="settings"/>. Returns false if the argument is invalid.</summary>
    public abstract bool TryApply(SettingArgument argument, AccountSettingsBuilder settings);
}
