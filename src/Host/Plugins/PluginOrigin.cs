namespace Msmtp.Hosting;

/// <summary>Where a plugin from a folder comes from.</summary>
/// <param name="Name">What the user calls it: the name of its folder.</param>
/// <param name="Version">Its own version, as its author wrote it.</param>
sealed record PluginOrigin(string Name, string Version)
{
    /// <summary>The absolute path of its assembly.</summary>
    public string Assembly { get; init; } = "";

    /// <summary>The version of Msmtp.Abstractions that it was built against.</summary>
    public string BuiltAgainst { get; init; } = AbstractionsVersion.Number;
}

/// <summary>What a plugin may be called where it is named: it becomes a part of a path.</summary>
static class PluginName
{
    const int MaxLength = 100;

    /// <summary>Letters, digits, dots, dashes and underscores, and a letter or digit at the front.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(name[0]) && name.All(IsAllowed);

    static bool IsAllowed(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_';
}
