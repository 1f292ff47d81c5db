using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// Configuration that was read before standard input, because it may name plugins that this process cannot load; what was
/// found wrong in it, and what there is to tell about it, waits until the checks that msmtp makes first have passed.
/// </summary>
sealed class HeldConfiguration
{
    readonly List<string> lines = [];
    LoadedConfiguration files = LoadedConfiguration.None;
    MailException? error;

    public static async ValueTask<HeldConfiguration> ReadAsync(CommandSession session, CancellationToken cancellationToken)
    {
        var held = new HeldConfiguration();
        // With --host no configuration file is read at all: a broken one does no harm.
        if (session.Arguments.HasHost)
            return held;
        var environment = session.Environment;
        var reader = new ConfigurationReader(session.Plugins, environment.Shell, environment.User.Home);
        var configuration = new ConfigurationLoader(reader, new ConfigurationPaths(environment.User, environment.Environment));
        try
        {
            held.files = await configuration.ReadAsync(session.Arguments.File, held.lines.Add, cancellationToken);
        }
        catch (MailException e)
        {
            held.error = e;
        }
        return held;
    }

    /// <summary>The line is about a file that is there and could not be read.</summary>
    public bool IsAboutUnread(string line) => files.Unread.Any(file => line.EndsWith($"{file.Path}: {file.Reason}", StringComparison.Ordinal));

    /// <summary>The files, once their time has come.</summary>
    /// <exception cref="MailException">They are wrong.</exception>
    public LoadedConfiguration Release(Action<string> tell)
    {
        lines.ForEach(tell);
        return error is null ? files : throw error;
    }
}
