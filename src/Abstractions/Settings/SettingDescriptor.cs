namespace Msmtp;

/// <summary>A setting as such: what it is called and what kind of thing it holds. Values are kept and found by it.</summary>
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
    /// The patterns that are replaced in it once the account is known, each by its letter: of %U, %H, %C, %M and %F. Empty: none.
    /// </summary>
    public string Patterns { get; init; } = "";
}
