namespace Msmtp;

/// <summary>What a setting is called, without its type: so that tables of settings can be read.</summary>
public abstract class SettingKey
{
    private protected SettingKey(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>The command in msmtprc, spelled exactly so.</summary>
    public string Name { get; }

    /// <summary>All ways to write it, its own name first.</summary>
    public abstract IReadOnlyList<SettingSpelling> Spellings { get; }

    /// <summary>How <c>--pretend</c> shows it; null: not at all.</summary>
    public SettingDisplay? Display { get; init; }

    /// <summary>A file that sets it must not be readable by others.</summary>
    public bool IsSecret { get; init; }

    /// <summary>%U, %H, %C and %M in it are replaced once the account is known.</summary>
    public bool HasPatterns { get; init; }

    /// <summary>The value as <c>--pretend</c> shows it.</summary>
    public abstract string Show(Settings settings);

    private protected abstract object? DefaultIn(Settings settings);

    internal object? Default(Settings settings) => DefaultIn(settings);
}
