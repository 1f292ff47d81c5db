namespace Msmtp.Hosting;

/// <summary>Where the code of a plugin from a folder runs.</summary>
static class PluginThreads
{
    /// <summary>In the command each call has a new thread: the pool with its workers and watchers has nobody else to serve there.</summary>
    public static TaskCreationOptions OfStrangers(this IoMode io) =>
        TaskCreationOptions.DenyChildAttach | (io == IoMode.Blocking ? TaskCreationOptions.LongRunning : TaskCreationOptions.None);
}
