namespace Msmtp;

/// <summary>A setting without the type of its value, for code that handles all settings.</summary>
public abstract class SettingKey : SettingDescriptor, IRegistration
{
    /// <summary>What <c>--pretend</c> shows for a setting without a value.</summary>
    public const string NotSet = "(not set)";

    private protected SettingKey(string name) : base(name)
    {
    }

    /// <summary>All spellings, its own name first.</summary>
    public abstract IReadOnlyList<SettingSpelling> Spellings { get; }

    /// <summary>
    /// The allowed arguments, for error messages: words separated by commas, "on, off", or a short description, "a number from 1 to 65535".
    /// Null if they follow from the type of the value, or anything is allowed. Shells offer words separated by commas.
    /// </summary>
    public string? Allowed { get; init; }

    /// <summary>How <c>--pretend</c> shows it; null if it does not.</summary>
    public SettingDisplay? Display { get; init; }

    string IRegistration.Kind => "setting";

    /// <summary>Returns the value as <c>--pretend</c> shows it.</summary>
    public abstract string Show(AccountSettings settings);
}

/// <summary>How <c>--pretend</c> shows a setting.</summary>
/// <param name="Rank">Its place among the settings.</param>
public sealed record SettingDisplay(int Rank)
{
    /// <summary>The name to show; null for the setting's own.</summary>
    public string? Label { get; init; }

    /// <summary>Shown only when a mail would be sent.</summary>
    public bool IsAboutMail { get; init; }

    /// <summary>
    /// Shown only when it is set to a value that is shown: for settings that msmtp does not have, so that its output stays msmtp's.
    /// </summary>
    public bool IsHiddenWhenUnset { get; init; }
}
