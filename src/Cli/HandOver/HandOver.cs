using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// A native program cannot load a plugin: the managed host replaces it, with the same arguments, the same name and an untouched standard
/// input.
/// </summary>
/// <param name="name">argv[0].</param>
/// <param name="words">The other arguments.</param>
/// <param name="user">The environment of this program.</param>
sealed class HandOver(string name, IReadOnlyList<string> words, UserEnvironment user) : IPluginSource
{
    // Where build.sh puts the host, and where a package would.
    static readonly string[] BesideCommand = ["../host/msmtp", "../lib/msmtp/host/msmtp"];
    const string Diagnostics = "DOTNET_EnableDiagnostics=";
    static readonly string[] OfRuntime = ["DOTNET_", "COREHOST_", "CORECLR_", "COMPlus_"];

    /// <summary>Does not return if it succeeds.</summary>
    /// <exception cref="InvalidDataException">There is no managed host, or no runtime for it.</exception>
    public ValueTask<RegisteredPlugin> StartAsync(string plugin, CancellationToken cancellationToken)
    {
        var host = Hosts().FirstOrDefault(File.Exists)
            ?? throw new InvalidDataException(
                $"this command was compiled without it, and the managed msmtp that could load it is not at {string.Join(" or ", Hosts())}; "
                + $"copy the folder host, which build.sh makes beside it (artifacts/host), to {Path.GetDirectoryName(Hosts().Last())}");
        var dotnet = new DotnetRuntime("/", Variable);
        var runtime = dotnet.Find()
            ?? throw new InvalidDataException(
                $"it needs the .NET 10 runtime, which is not in {string.Join(", ", dotnet.Places())}; "
                + "install it (dotnet-runtime-10.0), or name its folder in DOTNET_ROOT");
        var error = Execution.Replace(host, [name, .. words], [.. Environment(), $"DOTNET_ROOT={runtime}"]);
        throw new InvalidDataException($"{host} cannot be run: {error}");
    }

    static IEnumerable<string> Hosts()
    {
        var folder = Path.GetDirectoryName(System.Environment.ProcessPath) ?? "/";
        return BesideCommand.Select(place => Path.GetFullPath(Path.Combine(folder, place)));
    }

    // With raised rights, the environment must not decide which code is run.
    string? Variable(string variable) => user.HasRaisedRights() ? null : user.Variable(variable);

    List<string> Environment()
    {
        var pairs = Execution.Environment()
            .Where(pair => !pair.StartsWith("DOTNET_ROOT=", StringComparison.Ordinal))
            .Where(pair => !user.HasRaisedRights() || !OfRuntime.Any(prefix => pair.StartsWith(prefix, StringComparison.Ordinal)))
            .ToList();
        // After exec, the system no longer tells the host that it is in another security domain than the caller.
        if (user.HasRaisedRights())
            pairs.Add($"{UserEnvironment.RaisedRights}=1");
        // The runtime opens a port for debuggers and profilers, which takes 4 ms. It can be enabled in the environment.
        if (!pairs.Exists(static pair => pair.StartsWith(Diagnostics, StringComparison.Ordinal)))
            pairs.Add(Diagnostics + "0");
        return pairs;
    }
}
