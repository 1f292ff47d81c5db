namespace Msmtp.Hosting;

/// <summary>Brings plugins that nobody compiled in, when msmtprc or a command line names them.</summary>
interface IPluginSource
{
    /// <summary>Finds and makes a plugin, and lets it register. Each name is asked for once.</summary>
    /// <exception cref="InvalidDataException">It cannot be used; the message says why, on one line.</exception>
    ValueTask<RegisteredPlugin> StartAsync(string name, CancellationToken cancellationToken);
}
