namespace Msmtp.Queue.Spool;

/// <summary>The settings of this plugin.</summary>
static class SpoolSettings
{
    /// <summary><c>queue_dir</c>: the folder of the queue; null: <c>queue</c> in <see cref="PluginEnvironment.StateFolder"/>.</summary>
    public static readonly SettingKey<string?> Folder = new("queue_dir", null, SettingParsers.Path);
}
