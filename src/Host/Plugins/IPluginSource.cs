namespace Msmtp.Hosting;

/// <summary>Provides plugins that are not compiled in, when msmtprc or a command line names them.</summary>
interface IPluginSource
{
    /// <summary>Finds a plugin, creates it and has it register. Called once for each name.</summary>
    /// <exception cref="InvalidDataException">It cannot be used; the message says why, on one line.</exception>
    ValueTask<RegisteredPlugin> StartAsync(string name, CancellationToken cancellationToken);
}

/// <summary>For a program that only has plugins that are compiled in.</summary>
sealed class NoPlugins : IPluginSource
{
    public static NoPlugins Instance { get; } = new();

    public ValueTask<RegisteredPlugin> StartAsync(string name, CancellationToken cancellationToken) =>
        throw new InvalidDataException("this program loads no plugins from folders");
}
