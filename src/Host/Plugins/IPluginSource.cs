namespace Msmtp.Hosting;

/// <summary>Brings plugins that nobody compiled in, when msmtprc or a command line names them.</summary>
interface IPluginSource
{
    /// <summary>Finds and makes a plugin, and lets it register. Each name is asked for once.</summary>
    /// <exception cref="InvalidDataException">It cannot be used; the message says why, on one line.</exception>
    ValueTask<RegisteredPlugin> StartAsync(string name, CancellationToken cancellationToken);
}

/// <summary>Where only what is compiled in counts.</summary>
sealed class NoPlugins : IPluginSource
{
    public static NoPlugins Instance { get; } = new();

    public ValueTask<RegisteredPlugin> StartAsync(string name, CancellationToken cancellationToken) =>
        throw new InvalidDataException("this program loads no plugins from folders");
}
