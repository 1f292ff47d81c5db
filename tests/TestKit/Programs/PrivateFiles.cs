using System.Runtime.Versioning;

namespace Msmtp.TestKit;

/// <summary>
/// Files that replace the system's, such as /etc/hosts, for a single command in a mount namespace of its own.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class PrivateFiles : Dictionary<string, string>
{
    const string Unshare = "/usr/bin/unshare";

    /// <summary>Why it cannot be done here; null: it can.</summary>
    public static string? Missing { get; } =
        !Environment.IsPrivilegedProcess ? "a mount namespace is made by root only"
        : !File.Exists(Unshare) ? "unshare is not installed (package util-linux)"
        : null;

    /// <summary>The same command, with each file named by a key replaced by the one named by its value.</summary>
    public CommandRunner Around(CommandRunner command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var mounts = Keys.Select((_, i) => $"mount --bind \"${2 * i + 1}\" \"${2 * i + 2}\" && ");
        return command with
        {
            Path = Unshare,
            Arguments =
            [
                "-m", "/bin/sh", "-c", $"{string.Concat(mounts)}shift {2 * Count} && exec \"$@\"", "sh",
                .. this.SelectMany(static pair => (string[])[pair.Value, pair.Key]),
                command.Path, .. command.Arguments,
            ],
        };
    }
}
