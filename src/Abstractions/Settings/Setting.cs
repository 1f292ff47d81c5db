namespace Msmtp;

/// <summary>A setting as such: what it is called and what kind of thing it holds. Values are kept and found by it.</summary>
public abstract class Setting
{
    private protected Setting(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>The command in msmtprc, spelled exactly so.</summary>
    public string Name { get; }

    /// <summary>A file that sets it must not be readable by others.</summary>
    public bool IsSecret { get; init; }

    /// <summary>%U, %H, %C and %M in it are replaced once the account is known.</summary>
    public bool HasPatterns { get; init; }
}
