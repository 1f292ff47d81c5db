namespace Msmtp.Hosting;

/// <summary>One kind of things that a plugin brought.</summary>
/// <param name="Title">What a listing calls them.</param>
sealed record PluginKind(string Title)
{
    /// <summary>Their names.</summary>
    public List<string> Names { get; } = [];
}
