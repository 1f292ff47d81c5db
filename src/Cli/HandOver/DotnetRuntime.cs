namespace Msmtp.Cli;

/// <summary>Finds where .NET is installed, first as its own launcher does, then by the command <c>dotnet</c>.</summary>
/// <param name="root">The root of the file system; tests use another folder.</param>
/// <param name="variable">Looks up an environment variable.</param>
sealed class DotnetRuntime(string root, Func<string, string?> variable)
{
    const int NeededMajor = 10;

    /// <summary>The folder with a runtime that is new enough; null: there is none.</summary>
    public string? Find() => Places().FirstOrDefault(HasRuntime);

    /// <summary>The folders where it may be.</summary>
    public IEnumerable<string> Places()
    {
        if (variable("DOTNET_ROOT") is { Length: > 0 } named)
        {
            yield return named;
            yield break;
        }
        if (Line(root + "etc/dotnet/install_location") is { Length: > 0 } installed)
            yield return installed;
        yield return root + "usr/share/dotnet";
        yield return root + "usr/lib/dotnet";
        foreach (var folder in (variable("PATH") ?? "").Split(':').Where(Path.IsPathRooted))
        {
            if (File.ResolveLinkTarget(Path.Combine(folder, "dotnet"), returnFinalTarget: true) is { Exists: true } target)
                yield return Path.GetDirectoryName(target.FullName)!;
        }
    }

    static bool HasRuntime(string folder)
    {
        var runtimes = Path.Combine(folder, "shared", "Microsoft.NETCore.App");
        return Directory.Exists(runtimes) && Directory.EnumerateDirectories(runtimes).Any(IsNewEnough);
    }

    static bool IsNewEnough(string folder) =>
        int.TryParse(Path.GetFileName(folder).Split('.')[0], out var major) && major >= NeededMajor;

    static string? Line(string file) => File.Exists(file) ? File.ReadLines(file).FirstOrDefault() : null;
}
