namespace Msmtp.Hosting;

/// <summary>Brings plugins that nobody compiled in, when msmtprc or a command line names them.</summary>
interface IPluginSource
{
    /// <summary>Finds, makes and registers a plugin. Each name is asked for once.</summary>
    /// <exception cref="InvalidDataException">It cannot be used; the message says why, on one line.</exception>
    ValueTask<PluginRecording> StartAsync(string name, CancellationToken ct);
}
