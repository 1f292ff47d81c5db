using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins.Loader;

namespace Msmtp.Hosting;

/// <summary>
/// Loads plugins from folders. Each gets a load context of its own: it shares Msmtp.Abstractions with everybody, and its other
/// libraries with nobody, so that two plugins may bring two versions of one library.
/// </summary>
[RequiresUnreferencedCode("A plugin from a folder may use what trimming has taken away.")]
[RequiresDynamicCode("A plugin from a folder is compiled when it runs.")]
sealed class PluginDirectory(IReadOnlyList<string> folders)
{
    readonly PluginFiles files = new(folders);

    /// <summary>Finds, checks, loads and makes a plugin. Runs its code: its constructor, at least.</summary>
    /// <exception cref="InvalidDataException">It is not there, not safe to load, or does not fit.</exception>
    public LoadedPlugin Load(string name)
    {
        var path = files.Find(name);
        string? builtAgainst = null;
        try
        {
            Check(path);
            var assembly = ContextOf(path).LoadFromAssemblyPath(path);
            var attribute = assembly.GetCustomAttribute<MsmtpPluginAttribute>()
                ?? throw new InvalidDataException("it names no plugin: its author has to add [assembly: MsmtpPlugin<...>]");
            builtAgainst = attribute.BuiltAgainst;
            var origin = new PluginOrigin(name, Version(assembly)) { Assembly = path, BuiltAgainst = builtAgainst };
            return new LoadedPlugin(attribute.Create(), origin);
        }
        catch (Exception e)
        {
            throw new InvalidDataException($"{path}: {PluginFault.Explain(e, builtAgainst)}", e);
        }
    }

    // Not by PluginLoader: it looks into the runtimeconfig.json of plugin and host for more folders to load from, which a
    // serializer compiled at run time reads: 40 of 106 ms of a mail. And nobody has checked who can write to such folders.
    static AssemblyLoadContext ContextOf(string path) => new AssemblyLoadContextBuilder()
        .SetMainAssemblyPath(path)
        .IsLazyLoaded(true)
        .PreferDefaultLoadContextAssembly(typeof(IPlugin).Assembly.GetName())
        .Build();

    static string Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? assembly.GetName().Version?.ToString()
        ?? "";

    static void Check(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
        var manifest = PluginManifest.Read(file);
        var contracts = typeof(IPlugin).Assembly.GetName().Version!;
        if (manifest.Abstractions is not { } wanted)
            throw new InvalidDataException("it is no plugin, for it does not use Msmtp.Abstractions");
        if (wanted.Major != contracts.Major)
            throw new InvalidDataException(
                $"it was built against Msmtp.Abstractions {wanted.Major}.x, and here is {AbstractionsVersion.Number}: get the plugin for that one, or another msmtp");
        if (manifest.Runtime is { } runtime && runtime.Major > Environment.Version.Major)
            throw new InvalidDataException(
                $"it needs .NET {runtime.Major}, and here is .NET {Environment.Version}: install dotnet-runtime-{runtime.Major}.0");
    }
}
