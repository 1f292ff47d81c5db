using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Msmtp.Hosting;

/// <summary>What a plugin's assembly was compiled against, by its own references. None of its code is run.</summary>
[RequiresUnreferencedCode("A plugin from a folder may use what trimming has taken away.")]
static class PluginReferences
{
    const string AbstractionsName = "Msmtp.Abstractions";
    const string RuntimeName = "System.Runtime";

    /// <summary>Makes sure that this program has the contracts and the .NET that the assembly needs.</summary>
    /// <exception cref="InvalidDataException">It has not, or the assembly is not a plugin.</exception>
    public static void RequireFitting(Assembly assembly)
    {
        var references = assembly.GetReferencedAssemblies();
        var contracts = typeof(IPlugin).Assembly.GetName().Version!;
        if (Newest(references, AbstractionsName) is not { } wanted)
            throw new InvalidDataException("it is no plugin, for it does not use Msmtp.Abstractions");
        if (wanted.Major != contracts.Major)
            throw new InvalidDataException(
                $"it was built against Msmtp.Abstractions {wanted.Major}.x, and here is {AbstractionsVersion.Number}: "
                + "get the plugin for that one, or another msmtp");
        if (Newest(references, RuntimeName) is { } runtime && runtime.Major > Environment.Version.Major)
            throw new InvalidDataException(
                $"it needs .NET {runtime.Major}, and here is .NET {Environment.Version}: install dotnet-runtime-{runtime.Major}.0");
    }

    // Null: there is no such reference.
    static Version? Newest(AssemblyName[] references, string name)
    {
        Version? newest = null;
        foreach (var reference in references)
        {
            if (reference.Name == name && (newest is null || reference.Version > newest))
                newest = reference.Version;
        }
        return newest;
    }
}
