using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// Configuration that was read before standard input, because it may name plugins that this process cannot load. Its errors and messages
/// are held back until the checks that msmtp makes first have passed.
/// </summary>
sealed class HeldConfiguration
{
    readonly List<string> lines = [];
    LoadedConfiguration loaded = LoadedConfiguration.None;
    MailException? error;

    public static async ValueTask<HeldConfiguration> ReadAsync(CommandSession session, CancellationToken cancellationToken)
    {
        var held = new HeldConfiguration();
        // With --host no configuration file is read at all, so a broken one does no harm.
        if (session.Arguments.HasHost)
            return held;
        var environment = session.Environment;
        var isStrict = session.Arguments.IsStrict;
        var expansion = new Expansion(environment.User, environment.Environment);
        var reader = new ConfigurationReader(session.Plugins, environment.Shell, expansion) { IsDiscreet = isStrict };
        held.Included = reader.Included;
        var configuration = new ConfigurationLoader(reader, new ConfigurationPaths(environment.User, environment.Environment));
        try
        {
            held.loaded = isStrict
                ? await configuration.ReadSystemAsync(held.lines.Add, cancellationToken)
                : await configuration.ReadAsync(session.Arguments.File, held.lines.Add, cancellationToken);
        }
        catch (MailException e)
        {
            held.error = e;
        }
        return held;
    }

    /// <summary>What the files include, right or wrong.</summary>
    public IncludedFiles Included { get; private set; } = new();

    /// <summary>The line is about a file that exists but could not be read.</summary>
    public bool IsAboutUnread(string line) =>
        loaded.Unread.Any(file => line.EndsWith($"{file.Path}: {file.Reason}", StringComparison.Ordinal));

    /// <summary>Returns the configuration and its messages, once the earlier checks have passed.</summary>
    /// <exception cref="MailException">It is wrong.</exception>
    public LoadedConfiguration Release(Action<string> tell)
    {
        lines.ForEach(tell);
        return error is null ? loaded : throw error;
    }
}
