namespace Msmtp;

/// <summary>The argument of a setting as somebody wrote it, and what a parser may know besides.</summary>
/// <param name="Text">The argument without quotes; empty: there is none, which for most settings unsets them.</param>
public readonly record struct SettingArgument(string Text)
{
    /// <summary>Where it was written.</summary>
    public SettingOrigin Origin { get; init; }

    /// <summary>The user's home directory, for a leading <c>~</c>; empty: unknown.</summary>
    public string Home { get; init; } = "";

    /// <summary>The SASL mechanisms that plugins have registered, upper case.</summary>
    public IReadOnlyCollection<string> Mechanisms { get; init; } = [];
}
