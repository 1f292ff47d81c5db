using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// <c>--plugin</c>, which comes before everything else: a plugin may bring options, and nobody knows how to read what stands behind
/// it until the plugin is here.
/// </summary>
static class PluginOptions
{
    /// <summary>Brings the plugins that a command line names.</summary>
    /// <param name="words">What follows argv[0].</param>
    /// <param name="plugins">Where they are registered.</param>
    /// <param name="isPosixlyCorrect">The first operand ends the options, as POSIX has it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The options that there are then.</returns>
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
