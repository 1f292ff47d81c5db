using System.Runtime.InteropServices;
using Msmtp.TestKit;

namespace Msmtp.Packages.Tests;

/// <summary>Somebody who has the SDK and nothing of ours: a home, caches and a folder of his own, all of them new.</summary>
public class Newcomer : IDisposable
{
    readonly TempDirectory folder = new();

    /// <summary>Has a home.</summary>
    public Newcomer() => Directory.CreateDirectory(Plugins);

    /// <summary>His home directory.</summary>
    public string Home => folder.File("home");

    /// <summary>Where plugins are put.</summary>
    public string Plugins => Path.Combine(Home, ".local", "share", "msmtp", "plugins");

    /// <summary>A file or folder beside his home.</summary>
    protected string Beside(params string[] names) => folder.File(names);

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

    /// <inheritdoc/>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        folder.Dispose();
    }
}
