using System.Globalization;
using System.Runtime.InteropServices;
using Msmtp.TestKit;

namespace Msmtp.Packages.Tests;

/// <summary>
/// Somebody who has the packages, the SDK and nothing else of ours: a home, caches and a folder of his own, all of them new. The
/// packages have a version that no cache has seen.
/// </summary>
public sealed class Stranger : IAsyncLifetime
{
    readonly TempDirectory folder = new();

    /// <summary>The version of all packages.</summary>
    public string Version { get; } =
        string.Create(CultureInfo.InvariantCulture, $"1.0.0-t{TimeProvider.System.GetUtcNow():yyyyMMddHHmmssfff}");

    /// <summary>Where the packages lie.</summary>
    public string Packages => folder.File("packages");

    /// <summary>His home directory.</summary>
    public string Home => folder.File("home");

    /// <summary>Where plugins are put.</summary>
    public string Plugins => Path.Combine(Home, ".local", "share", "msmtp", "plugins");

    /// <summary>Packs.</summary>
    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Work("."));
        Directory.CreateDirectory(Plugins);
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
        folder.Dispose();
        return default;
    }

    /// <summary>A folder of his work.</summary>
    public string Work(string name) => folder.File("work", name);

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

    /// <summary>Builds a sample, and puts it on the plugin path; once.</summary>
    public async Task InstallSampleAsync(string name)
    {
        if (Directory.Exists(Path.Combine(Plugins, name)))
            return;
        await Registry.RequireAsync(TestContext.Current.CancellationToken);
        var folder = CopySample(name);
        await DotnetAsync(Path.Combine(folder, name), "build", $"-p:MsmtpVersion={Version}");
        Install(Path.Combine(folder, name, "bin", "Debug", "net10.0"), name);
    }

    /// <summary>Runs dotnet in a folder; it has to succeed.</summary>
    public async Task<string> DotnetAsync(string where, params IReadOnlyList<string> arguments)
    {
        var result = await new CommandRunner("dotnet")
        {
            Arguments = arguments,
            WorkingDirectory = where,
            Environment = Variables,
            Timeout = TimeSpan.FromMinutes(10),
        }.RunAsync(TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {result}");
        return result.OutputText;
    }

    /// <summary>Puts a plugin's output on the plugin path, where nobody else can write.</summary>
    public void Install(string output, string name)
    {
        var target = Directory.CreateDirectory(Path.Combine(Plugins, name)).FullName;
        foreach (var file in Directory.EnumerateFiles(output))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }

    /// <summary>Sends a mail with the native command, or another one, and a msmtprc of his.</summary>
    public async Task<CommandResult> SendAsync(string msmtprc, string? command = null)
    {
        command ??= TestPaths.NativeCommand;
        Assert.True(File.Exists(command), $"{command} is missing: run ./build.sh before the tests");
        var path = folder.Write("home/.msmtprc", msmtprc + "\n");
        return await new CommandRunner(command)
        {
            Arguments = ["-C", path, "you@example.net"],
            Environment = Variables,
            Input = "Subject: hello\n\nhello\n"u8.ToArray(),
            WorkingDirectory = Home,
        }.RunAsync(TestContext.Current.CancellationToken);
    }

    Dictionary<string, string> Variables => new()
    {
        ["HOME"] = Home,
        ["DOTNET_CLI_HOME"] = Home,
        ["NUGET_PACKAGES"] = folder.File("cache"),
        ["NUGET_HTTP_CACHE_PATH"] = folder.File("http"),
        ["XDG_DATA_HOME"] = "",
        ["MSMTP_PLUGIN_PATH"] = "",
        ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        // A build server that stays would hold on to the folder, and to this test's environment when the next one comes.
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
    };
}
