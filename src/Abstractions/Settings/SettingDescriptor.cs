namespace Msmtp;

/// <summary>Describes a setting; values are stored and found by it.</summary>
public abstract class SettingDescriptor
{
    private protected SettingDescriptor(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>The command in msmtprc, spelled exactly so.</summary>
    public string Name { get; }

    /// <summary>A file that sets it must not be readable by others.</summary>
    public bool IsSecret { get; init; }

    /// <summary>
    /// The letters of the patterns (%U, %H, %C, %M, %F) that are replaced in its value once the account is known; empty for none.
    /// </summary>
    public string Patterns { get; init; } = "";
}
