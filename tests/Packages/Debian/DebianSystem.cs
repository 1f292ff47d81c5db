using System.Diagnostics;
using System.Globalization;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Packages.Tests;

/// <summary>A small Debian of its own (enter.sh), with what ./package.sh has made in /packages. Nothing of it is on the disk.</summary>
sealed class DebianSystem : IAsyncDisposable
{
    /// <summary>Whom a web server runs what strangers ask for as.</summary>
    public const string Stranger = "www-data";

    static readonly string[] Namespaces = ["--mount", "--pid", "--fork", "--uts"];
    static readonly string Scripts = Path.Combine(TestPaths.Root, "tests", "Packages", "Debian");
    static readonly string Made = Path.Combine(TestPaths.Root, "artifacts", "dist");

    readonly TempDirectory folder = new();
    readonly Process init;
    string number = "";
    bool isBooted;

    DebianSystem(string systemBase)
    {
        init = Process.Start(new ProcessStartInfo(
            "unshare", [.. Namespaces, "sh", Path.Combine(Scripts, "enter.sh"), systemBase, folder.Path, Made])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts one; skips the test where that is not allowed, or where there is nothing to start.</summary>
    /// <param name="release">Its name, such as bookworm.</param>
    public static async Task<DebianSystem> StartAsync(string release)
    {
        var systemBase = Path.Combine(TestPaths.Root, "artifacts", "peers", "debian", release);
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can enter another system");
        Assert.SkipUnless(Directory.Exists(systemBase), $"there is no {systemBase} (./test.sh --packages makes it, with mmdebstrap)");
        Assert.True(Directory.Exists(Made), $"{Made} is missing: run ./package.sh before these tests");
        var unshared = await new CommandRunner("unshare") { Arguments = [.. Namespaces, "true"] }.RunAsync(Token);
        Assert.SkipUnless(unshared.ExitCode == 0, $"no namespace can be made here: {unshared.ErrorText}");
        var system = new DebianSystem(systemBase);
        system.number = await system.init.StandardOutput.ReadLineAsync(Token) ?? "";
        if (system.number.Length > 0)
            return system;
        await system.init.WaitForExitAsync(Token);
        var status = system.init.ExitCode;
        await system.DisposeAsync();
        Assert.SkipWhen(status == 77, "nothing can be mounted here");
        throw new InvalidOperationException($"enter.sh ended with {status}");
    }

    /// <summary>Runs a script; it has to succeed.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> DoAsync(string script, string user = "root")
    {
        var result = await RunAsync(user, "sh", "-ec", script);
        Assert.True(result.ExitCode == 0, $"{script}: {result}");
        return result.OutputText;
    }

    /// <summary>Runs a program.</summary>
    public Task<CommandResult> RunAsync(string user, params IReadOnlyList<string> command) => RunAsync(user, default, command);

    /// <summary>Runs a program.</summary>
    /// <param name="user">As whom.</param>
    /// <param name="input">What it reads from standard input.</param>
    /// <param name="command">The program and its arguments.</param>
    public Task<CommandResult> RunAsync(string user, ReadOnlyMemory<byte> input, params IReadOnlyList<string> command)
    {
        string[] enter = [$"--target={number}", "--mount", "--pid", "--uts", "--root", "--wd"];
        string[] environment = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", "DEBIAN_FRONTEND=noninteractive"];
        string[] rights = ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", "--"];
        var program = new CommandRunner("nsenter")
        {
            Arguments = [.. enter, .. environment, .. rights, .. command],
            Input = input,
            Timeout = TimeSpan.FromMinutes(5),
        };
        return program.RunAsync(Token);
    }

    /// <summary>Installs packages from apt's cache, or files: with others removed that cannot stay, and the configuration kept.</summary>
    public Task<string> InstallAsync(string packages) =>
        DoAsync($"apt-get install -y -q -o Dpkg::Options::=--force-confold {packages} 2>&1");

    /// <summary>The packages that the system has, in all their parts.</summary>
    public async Task<IReadOnlyList<string>> InstalledAsync() =>
        (await DoAsync("dpkg-query -W -f '${db:Status-Abbrev}${Package}\\n' | sed -n 's/^ii *//p'")).Split('\n');

    /// <summary>Starts the mail service as systemd does, which does not run here.</summary>
    /// <returns>The number of its process.</returns>
    public async Task<int> StartServiceAsync()
    {
        var script = await File.ReadAllBytesAsync(Path.Combine(Scripts, "start.pl"), Token);
        var started = await RunAsync("root", script, "perl");
        Assert.True(started.ExitCode == 0, started.ToString());
        return int.Parse(started.OutputText, CultureInfo.InvariantCulture);
    }

    /// <summary>Makes systemd, which is installed, the first process, and waits until it has started what it starts.</summary>
    public async Task BootAsync()
    {
        var script = await File.ReadAllTextAsync(Path.Combine(Scripts, "boot.sh"), Token);
        await RunAsync("root", Encoding.UTF8.GetBytes($"group=msmtp-{number}\n{script}"), "sh", "-c", "cat >/boot.sh");
        await init.StandardInput.WriteAsync("sh /boot.sh");
        init.StandardInput.Close();
        isBooted = true;
        async Task<bool> IsUpAsync() =>
            (await RunAsync("root", "systemctl", "is-system-running")).OutputText is "running\n" or "degraded\n";
        await Eventually.TrueAsync("systemd has started", IsUpAsync, Token);
    }

    /// <summary>Ends a process, and waits for that.</summary>
    public async Task StopAsync(int process)
    {
        await DoAsync($"kill {process}");
        async Task<bool> HasEndedAsync() => (await RunAsync("root", "test", "-e", $"/proc/{process}")).ExitCode != 0;
        await Eventually.TrueAsync("the service has ended", HasEndedAsync, Token);
    }

    /// <summary>Ends everything in it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isBooted)
            await EndBootedAsync();
        else
            init.StandardInput.Close();
        await init.WaitForExitAsync(CancellationToken.None);
        init.Dispose();
        folder.Dispose();
    }

    // Its group of control groups is not gone with it.
    async Task EndBootedAsync()
    {
        var group = $"/mnt/msmtp-{number}";
        await new CommandRunner("sh") { Arguments = ["-c", $"kill -KILL {number}"] }.RunAsync(CancellationToken.None);
        await init.WaitForExitAsync(CancellationToken.None);
        var remove = $"mount -t cgroup2 none /mnt && find {group} -depth -type d -exec rmdir {{}} ';'";
        await new CommandRunner("unshare") { Arguments = ["-m", "sh", "-c", remove] }.RunAsync(CancellationToken.None);
    }
}
