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
