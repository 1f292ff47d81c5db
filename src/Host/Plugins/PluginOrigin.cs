namespace Msmtp.Hosting;

/// <summary>Where a plugin from a folder comes from.</summary>
/// <param name="Name">The name that the user calls it by: its folder's.</param>
/// <param name="Version">Its version, as its author wrote it.</param>
sealed record PluginOrigin(string Name, string Version)
{
    /// <summary>The absolute path of its assembly.</summary>
    public string Assembly { get; init; } = "";

    /// <summary>The version of Msmtp.Abstractions that it was built against.</summary>
    public string BuiltAgainst { get; init; } = AbstractionsVersion.Number;
}

/// <summary>Which names of plugins are allowed: a name becomes part of a path.</summary>
static class PluginName
{
    const int MaxLength = 100;

    /// <summary>Letters, digits, dots, dashes and underscores, with a letter or digit first.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(name[0]) && name.All(IsAllowed);

    static bool IsAllowed(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_';
}
