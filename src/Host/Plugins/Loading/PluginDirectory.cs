using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins.Loader;
using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>
/// Loads plugins from folders. Each gets a load context of its own, which shares Msmtp.Abstractions, Msmtp.Text and no other library, so
/// that two plugins can bring two versions of the same library.
/// </summary>
/// <param name="folders">Where to look.</param>
/// <param name="shared">Names of further assemblies that plugins share with the program, if it has them.</param>
[RequiresUnreferencedCode("A plugin from a folder may use what trimming has taken away.")]
[RequiresDynamicCode("A plugin from a folder is compiled when it runs.")]
sealed class PluginDirectory(IReadOnlyList<string> folders, params IReadOnlyList<AssemblyName> shared)
{
    readonly PluginFiles files = new(folders);

    /// <summary>Finds, checks, loads and creates a plugin. Runs its code: at least its constructor.</summary>
    /// <exception cref="InvalidDataException">It does not exist, is not safe to load, or does not fit this program.</exception>
    public LoadedPlugin Load(string name)
    {
        var path = files.Find(name);
        string? builtAgainst = null;
        try
        {
            var assembly = Read(path);
            PluginReferences.RequireFitting(assembly);
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

    // Not with PluginLoader: it reads the runtimeconfig.json of plugin and host for more folders to load from, with a serializer that is
    // compiled at run time: 25 of 120 ms of CPU time. And it is not checked who can write to such folders.
    AssemblyLoadContext ContextOf(string path)
    {
        var context = new AssemblyLoadContextBuilder()
            .SetMainAssemblyPath(path)
            .IsLazyLoaded(true)
            .PreferDefaultLoadContextAssembly(typeof(IPlugin).Assembly.GetName())
            .PreferDefaultLoadContextAssembly(typeof(OctetText).Assembly.GetName());
        foreach (var assembly in shared)
            context.PreferDefaultLoadContextAssembly(assembly);
        return context.Build();
    }

    static string Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? assembly.GetName().Version?.ToString()
        ?? "";

    // The runtime maps the file; none of its code runs yet.
    Assembly Read(string path)
    {
        try
        {
            return ContextOf(path).LoadFromAssemblyPath(path);
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            PluginImage.RequireUsable(file);
            throw;
        }
    }
}

/// <summary>A plugin from a folder, created and not yet registered.</summary>
sealed record LoadedPlugin(IPlugin Plugin, PluginOrigin Origin);
