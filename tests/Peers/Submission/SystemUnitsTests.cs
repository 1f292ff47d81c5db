using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>What we give to systemd, as its own programs read it.</summary>
public sealed partial class SystemUnitsTests : IDisposable
{
    readonly TempDirectory system = new();

    [Fact]
    public async Task The_user_of_the_service_and_its_folders_can_be_made()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can make users");
        system.Write("etc/passwd", "root:x:0:0::/root:/bin/sh\n");
        system.Write("etc/group", "root:x:0:\n");
        system.Write("etc/msmtp/accounts", "password secret\n");

        var users = await RunAsync("systemd-sysusers", $"--root={system.Path}", Unit("system/msmtp.sysusers.conf"));
        var folders = await RunAsync("systemd-tmpfiles", $"--root={system.Path}", "--create", Unit("system/msmtp.tmpfiles.conf"));

        Assert.True(users.ExitCode == 0, users.ToString());
        Assert.True(folders.ExitCode == 0, folders.ToString());
        Assert.Matches(@"\nmsmtp:x:\d+:\d+:[^:]+:/var/lib/msmtp:/usr/sbin/nologin\n", File.ReadAllText(system.File("etc/passwd")));
        Assert.True(Directory.Exists(system.File("run/msmtp")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(system.File("etc/msmtp/accounts")));
    }

    [Theory]
    [InlineData("system", "msmtpd.service", "msmtpd.socket")]
    [InlineData("user", "msmtp-queue.service", "msmtp-queue.timer", "msmtp-queue.path")]
    public async Task The_units_have_no_mistakes(string manager, params string[] units)
    {
        // Where the command is, is the administrator's affair.
        foreach (var unit in units)
            system.Write(unit, Command().Replace(File.ReadAllText(Unit($"{manager}/{unit}")), $"ExecStart={Program.Ours(Flavour.Native)}"));

        var result = await RunAsync("systemd-analyze", [$"--{manager}", "--man=no", "verify", .. units.Select(unit => system.File(unit))]);

        Assert.True((result.ExitCode, result.ErrorText) == (0, ""), result.ToString());
    }

    [Fact]
    public async Task The_script_for_a_network_that_comes_is_one_and_never_fails()
    {
        var script = Path.Combine(TestPaths.Root, "packaging", "networkmanager", "90-msmtp-queue");

        Assert.Equal(0, (await RunAsync("sh", "-n", script)).ExitCode);
        Assert.Equal(0, (await RunAsync("sh", script, "eth0", "up")).ExitCode);
        Assert.Equal("", (await RunAsync("sh", script, "eth0", "down")).ErrorText);
    }

    [GeneratedRegex("ExecStart=[^ \n]+")]
    private static partial Regex Command();

    static string Unit(string name) => Path.Combine(TestPaths.Root, "packaging", "systemd", name);

    Task<CommandResult> RunAsync(string program, params string[] arguments) => new CommandRunner(Program.Find(program, "systemd"))
    {
        Arguments = arguments,
        Environment = new Dictionary<string, string> { ["XDG_RUNTIME_DIR"] = system.Path },
    }.RunAsync(TestContext.Current.CancellationToken);

    public void Dispose() => system.Dispose();
}
