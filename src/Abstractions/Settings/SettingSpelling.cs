namespace Msmtp;

/// <summary>
/// One way to write a setting: its own name, or an old one that is still taken. Each keeps its own name in errors, its own
/// argument rule and its own reading of the argument.
/// </summary>
public abstract class SettingSpelling
{
    private protected SettingSpelling(SettingDescriptor setting, string name)
    {
        Setting = setting;
        Name = name;
    }

    /// <summary>The setting that is meant.</summary>
    public SettingDescriptor Setting { get; }

    /// <summary>The command in msmtprc.</summary>
    public string Name { get; }

    /// <summary>Whether the command takes an argument in msmtprc.</summary>
    public ArgumentRule Argument { get; private protected init; }

    /// <summary>The option on the command line; null: there is none.</summary>
    public SettingOption? Option { get; private protected init; }

    /// <summary>What the argument may be, as <see cref="SettingKey.Allowed"/>; null: anything, or nobody says.</summary>
    public abstract string? Allowed { get; }

    /// <summary>Reads the argument and puts the value into <paramref name="settings"/>. False: the argument is invalid.</summary>
    public abstract bool TryApply(SettingArgument argument, AccountSettingsBuilder settings);
}
