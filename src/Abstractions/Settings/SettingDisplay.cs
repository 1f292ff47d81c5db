namespace Msmtp;

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
