using System.Globalization;
using Msmtp.TestKit;

namespace Msmtp.Packages.Tests;

/// <summary>Somebody who has the packages, too, with a version that no cache has seen.</summary>
public sealed class Stranger : Newcomer, IAsyncLifetime
{
    /// <summary>The version of all packages.</summary>
    public string Version { get; } =
        string.Create(CultureInfo.InvariantCulture, $"1.0.0-t{TimeProvider.System.GetUtcNow():yyyyMMddHHmmssfff}");

    /// <summary>Where the packages lie.</summary>
    public string Packages => Beside("packages");

    /// <summary>Packs.</summary>
    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Work("."));
        WriteSources(Work("."));
        var packed = await new CommandRunner(Path.Combine(TestPaths.Root, "pack.sh"))
        {
            Arguments = [Packages, Version],
            Timeout = TimeSpan.FromMinutes(10),
        }.RunAsync(CancellationToken.None);
        Assert.True(packed.ExitCode == 0, packed.ToString());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    /// <summary>A folder of his work.</summary>
    public string Work(string name) => Beside("work", name);

    /// <summary>Writes nuget.config: the packages and the public registry, and no other source.</summary>
    public void WriteSources(string where) => File.WriteAllText(Path.Combine(where, "nuget.config"), $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="packed" value="{Packages}" />
            <add key="nuget.org" value="{Registry.Address}" />
          </packageSources>
        </configuration>
        """);

    /// <summary>Copies a sample to where he works, and nothing that was built of it.</summary>
    public string CopySample(string name)
    {
        var (from, folder) = (Path.Combine(TestPaths.Root, "samples", name), Work(name));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(from, file);
            if (path.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.Copy(file, Path.Combine(folder, path), overwrite: true);
        }
        WriteSources(folder);
        return folder;
    }
}
