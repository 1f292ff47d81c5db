namespace Msmtp.Hosting;

/// <summary>A plugin that is here.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Register">Says what it has to offer, as often as somebody asks.</param>
sealed record RegisteredPlugin(string Id, Action<IPluginRegistry> Register)
{
    /// <summary>What messages call it.</summary>
    public string Title => Origin is { } origin ? $"plugin {Id} ({origin.Assembly})" : $"plugin {Id}";

    /// <summary>The folder that it comes from; null: it is compiled in.</summary>
    public PluginOrigin? Origin { get; init; }
}
