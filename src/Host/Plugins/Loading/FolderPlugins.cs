using System.Diagnostics.CodeAnalysis;

namespace Msmtp.Hosting;

/// <summary>Plugins from folders: loaded and started on a thread of their own, and waited for only up to a limit.</summary>
[RequiresUnreferencedCode("A plugin from a folder may use what trimming has taken away.")]
[RequiresDynamicCode("A plugin from a folder is compiled when it runs.")]
sealed class FolderPlugins(PluginDirectory directory, TimeProvider time) : IPluginSource
{
    public PluginDeadlines Deadlines { get; init; } = new();

    /// <summary>How a caller waits for a plugin.</summary>
    public IoMode Io { get; init; } = IoMode.Asynchronous;

    public async ValueTask<RegisteredPlugin> StartAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var start = Task.Factory.StartNew(() => Start(name), cancellationToken, Io.OfStrangers(), TaskScheduler.Default);
            // A task that has completed suspends no caller: resuming callers compiles 50 methods in the command, 10 of 96 ms of CPU time.
            if (Io == IoMode.Blocking)
                Task.WaitAny([start], (int)Deadlines.Start.TotalMilliseconds, cancellationToken);
            return await start.WaitAsync(Io == IoMode.Blocking ? TimeSpan.Zero : Deadlines.Start, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new InvalidDataException($"it was not ready after {Deadlines.Start.TotalSeconds:0.#} s", e);
        }
    }

    RegisteredPlugin Start(string name)
    {
        var loaded = directory.Load(name);
        var guard = new PluginGuard(loaded.Origin, time) { Deadlines = Deadlines, Io = Io };
        try
        {
            var id = loaded.Plugin.Id ?? throw new InvalidDataException("it has no id");
            var plugin = new RegisteredPlugin(id) { Origin = loaded.Origin };
            loaded.Plugin.Register(plugin);
            return new RegistrationGuard(guard, time).Around(plugin);
        }
        catch (Exception e)
        {
            throw new InvalidDataException($"{loaded.Origin.Assembly}: {PluginFault.Explain(e, loaded.Origin.BuiltAgainst)}", e);
        }
    }
}
