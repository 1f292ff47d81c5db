using System.Diagnostics;
using System.Runtime.Versioning;

namespace Msmtp.TestKit;

/// <summary>
/// A system that has the command under sendmail's names and a msmtprc in /etc, for single commands in a mount namespace of their own.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class InstalledSystem
{
    /// <summary>www-data, whom strangers' requests run as; the system need not know it.</summary>
    public const string Stranger = "33";

    const UnixFileMode Everyone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    readonly TempDirectory folder;

    /// <param name="folder">Where it is made. Everybody may enter it then.</param>
    /// <param name="command">The command, in a folder of artifacts.</param>
    public InstalledSystem(TempDirectory folder, string command)
    {
        ArgumentNullException.ThrowIfNull(folder);
        this.folder = folder;
        Directory.CreateDirectory(folder.File("etc"));
        Directory.CreateDirectory(folder.File("artifacts"));
        foreach (var path in (string[])[folder.Path, folder.File("etc"), folder.File("artifacts")])
            File.SetUnixFileMode(path, Everyone);
        var program = folder.File("artifacts", Path.GetRelativePath(Path.Combine(TestPaths.Root, "artifacts"), command));
        foreach (var name in (string[])["sendmail", "mailq", "newaliases", "msmtp"])
            if (!File.Exists(folder.File(name)))
                File.CreateSymbolicLink(folder.File(name), program);
    }

    /// <summary>Why there can be none here; null: there can.</summary>
    public static string? Missing { get; } = PrivateFiles.Missing ?? (CanOverlay() ? null : "this system mounts no overlay");

    /// <summary>The command under this name.</summary>
    public string Program(string name) => folder.File(name);

    /// <summary>Writes the system's msmtprc.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="isReadable">Whether everybody can read it, or the superuser alone.</param>
    public void Write(string text, bool isReadable = true) => File.SetUnixFileMode(
        folder.Write("etc/msmtprc", text),
        UnixFileMode.UserRead | UnixFileMode.UserWrite | (isReadable ? UnixFileMode.GroupRead | UnixFileMode.OtherRead : UnixFileMode.None));

    /// <summary>What makes it, in a mount namespace and a shell. The managed host finds its parts beside its own file.</summary>
    public string Mounts =>
        $"mount -t overlay none -o lowerdir={folder.File("etc")}:/etc /etc"
        + $" && mount --bind {Path.Combine(TestPaths.Root, "artifacts")} {folder.File("artifacts")}";

    /// <summary>A command in this system.</summary>
    /// <param name="command">The command.</param>
    /// <param name="user">Whom it runs as, by number; null: the superuser.</param>
    /// <param name="before">What a shell does before, such as another mount.</param>
    public CommandRunner Around(CommandRunner command, string? user = Stranger, string before = "true")
    {
        ArgumentNullException.ThrowIfNull(command);
        string[] asUser = user is null ? [] : ["setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--no-new-privs", "--"];
        return command with
        {
            Path = "/usr/bin/unshare",
            Arguments = ["-m", "/bin/sh", "-c", $"{Mounts} && {before} && exec \"$@\"", "sh", .. asUser, command.Path, .. command.Arguments],
        };
    }

    static bool CanOverlay()
    {
        using var attempt = Process.Start("/usr/bin/unshare", ["-m", "/bin/sh", "-c", "mount -t overlay none -o lowerdir=/var:/etc /etc 2>/dev/null"]);
        attempt.WaitForExit();
        return attempt.ExitCode == 0;
    }
}
