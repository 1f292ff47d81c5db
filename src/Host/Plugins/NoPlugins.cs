namespace Msmtp.Hosting;

/// <summary>Where only what is compiled in counts.</summary>
sealed class NoPlugins : IPluginSource
{
    public static NoPlugins Instance { get; } = new();

    public ValueTask<RegisteredPlugin> StartAsync(string name, CancellationToken cancellationToken) =>
        throw new InvalidDataException("this program loads no plugins from folders");
}
