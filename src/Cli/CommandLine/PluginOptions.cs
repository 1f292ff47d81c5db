using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// <c>--plugin</c>, which comes before everything else: a plugin may add options, and what follows cannot be parsed until the plugin is
/// loaded.
/// </summary>
static class PluginOptions
{
    /// <summary>Loads the plugins that a command line names.</summary>
    /// <param name="words">What follows argv[0].</param>
    /// <param name="plugins">Where they are registered.</param>
    /// <param name="isPosixlyCorrect">The first operand ends the options, as in POSIX.</param>
    /// <param name="cancellationToken">Cancels the loading.</param>
    /// <returns>The table of options, including theirs.</returns>
    /// <exception cref="MailException">One of them cannot be used.</exception>
    public static async ValueTask<OptionTable> LoadAsync(
        IReadOnlyList<string> words, PluginRegistry plugins, bool isPosixlyCorrect, CancellationToken cancellationToken)
    {
        var known = 0;
        while (true)
        {
            var table = new OptionTable(plugins.Settings, plugins.Modes);
            if (!words.Any(static word => word.StartsWith("--plugin", StringComparison.Ordinal)))
                return table;
            var named = GetOpt.Read(words, table, isPosixlyCorrect).Options
                .Where(static use => use.Known.Own == OwnMeaning.Plugin).Select(static use => use.Argument ?? "").ToList();
            if (named.Count == known)
                return table;
            foreach (var name in named.Skip(known))
                await plugins.RequireAsync(name, cancellationToken);
            known = named.Count;
        }
    }
}
