using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// The configuration by which a service takes mails: read again when one of its files has changed. A file that is wrong changes nothing: that is
/// logged, once, and the configuration stays as it was. Thread-safe.
/// </summary>
/// <param name="session">What was asked for.</param>
/// <param name="log">Hears of changes.</param>
/// <param name="loaded">What the files say.</param>
/// <param name="versions">What they were then.</param>
sealed class LiveConfiguration(CommandSession session, SessionLog log, LoadedConfiguration loaded, LiveConfiguration.Versions versions)
{
    readonly Lock gate = new();
    Versions known = versions;

    /// <summary>The system's file and the user's; default: there is none. And what they include.</summary>
    internal readonly record struct Versions(FileVersion System, FileVersion User)
    {
        public IncludedFiles? Included { get; init; }
    }

    /// <summary>What was read last, and was right.</summary>
    public LoadedConfiguration Loaded { get; private set; } = loaded;

    /// <summary>Reads it for the first time. From then on no plugin is loaded any more.</summary>
    /// <exception cref="MailException">It is wrong.</exception>
    public static async ValueTask<LiveConfiguration> ReadAsync(CommandSession session, SessionLog log, CancellationToken cancellationToken)
    {
        var versions = VersionsOf(session);
        var read = await HeldConfiguration.ReadAsync(session, cancellationToken);
        var loaded = read.Release(session.Explain);
        // Loading one may replace this process, and with it all sessions.
        session.Plugins.Closed = static name => throw new MailException(
            ExitCode.Config, DeliveryStage.Configure, $"plugin {name} was named after msmtpd began: restart msmtpd");
        return new LiveConfiguration(session, log, loaded, versions with { Included = read.Included });
    }

    /// <summary>What the files say now.</summary>
    public LoadedConfiguration Current()
    {
        lock (gate)
        {
            // Before it is read: a change meanwhile is seen by the next mail.
            var now = VersionsOf(session);
            if (now == known with { Included = null } && known.Included?.HaveChanged() != true)
                return Loaded;
            // Everything blocks where mails are taken.
            var read = HeldConfiguration.ReadAsync(session, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            // What was wrong in an included file may be mended there.
            known = now with { Included = read.Included };
            try
            {
                Loaded = Usable(read);
                log.Note("the configuration has changed, and was read again");
            }
            catch (MailException e)
            {
                log.Complain($"the configuration has changed and is wrong, and stays as it was for mail that comes in: {e.Message}");
            }
            return Loaded;
        }
    }

    static LoadedConfiguration Usable(HeldConfiguration read)
    {
        var configuration = read.Release(static _ => { });
        return configuration.Unread is [var (path, reason), ..]
            ? throw new MailException(ExitCode.IoErr, DeliveryStage.Configure, $"{path}: {reason}")
            : configuration;
    }

    static Versions VersionsOf(CommandSession session)
    {
        var paths = new ConfigurationPaths(session.Environment.User, session.Environment.Environment);
        return new Versions(FileVersion.Of(paths.System), FileVersion.Of(session.Arguments.File ?? paths.User));
    }
}
