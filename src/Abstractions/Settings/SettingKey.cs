namespace Msmtp;

/// <summary>A setting without the type of its value: so that tables of settings can be read.</summary>
public abstract class SettingKey : SettingDescriptor, IRegistration
{
    /// <summary>How <c>--pretend</c> shows what has no value.</summary>
    public const string NotSet = "(not set)";

    private protected SettingKey(string name) : base(name)
    {
    }

    /// <summary>All ways to write it, its own name first.</summary>
    public abstract IReadOnlyList<SettingSpelling> Spellings { get; }

    /// <summary>
    /// What the argument may be, for a user who has written something else: the words with commas between them, "on, off", or a short
    /// description, "a number from 1 to 65535". Null: what the type of the value says, or anything.
    /// </summary>
    public string? Allowed { get; init; }

    /// <summary>How <c>--pretend</c> shows it; null: not at all.</summary>
    public SettingDisplay? Display { get; init; }

    string IRegistration.Kind => "setting";

    /// <summary>The value as <c>--pretend</c> shows it.</summary>
    public abstract string Show(AccountSettings settings);
}

/// <summary>How <c>--pretend</c> shows a setting.</summary>
/// <param name="Rank">The place among the others.</param>
public sealed record SettingDisplay(int Rank)
{
    /// <summary>The name shown; null: the setting's own.</summary>
    public string? Label { get; init; }

    /// <summary>Shown only when a mail would be sent.</summary>
    public bool IsAboutMail { get; init; }

    /// <summary>
    /// Shown only when somebody has set it, to something that is shown: for what msmtp does not have, so that its lines stay msmtp's.
    /// </summary>
    public bool IsHiddenWhenUnset { get; init; }
}
