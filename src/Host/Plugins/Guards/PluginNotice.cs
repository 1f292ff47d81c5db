namespace Msmtp.Hosting;

/// <summary>What is told of a plugin that failed, where the mail goes on without it.</summary>
static class PluginNotice
{
    /// <summary>The plugin said so itself; or its guard did, of what it threw.</summary>
    public static HostNotice Of(MailException failure) =>
        new(failure.Message) { Exception = failure.ExitCode == ExitCode.Software ? failure.InnerException : null };
}
