using System.Runtime.Versioning;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>Runs a command as somebody who is not root, as most users are and test machines often are not.</summary>
[UnsupportedOSPlatform("windows")]
sealed class OrdinaryUser(TempDirectory home)
{
    const string Nobody = "65534";
    const string SwitchUser = "/usr/bin/setpriv";

    /// <summary>By number; the system need not know him.</summary>
    public string User { get; init; } = Nobody;

    const UnixFileMode Everyone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>
    /// Runs it. As root it is run as nobody, who may enter <paramref name="home"/> then; skips the test where that cannot be
    /// done.
    /// </summary>
    public async Task<CommandResult> RunAsync(CommandRunner command, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
            return await command.RunAsync(cancellationToken);
        Assert.SkipUnless(File.Exists(SwitchUser), $"{SwitchUser} is needed to run as somebody else than root");
        var program = await ReachableAsync(command.Path, cancellationToken);
        return await (command with
        {
            Path = SwitchUser,
            Arguments = ["--reuid", User, "--regid", User, "--clear-groups", "--no-new-privs", "--", program, .. command.Arguments],
        }).RunAsync(cancellationToken);
    }

    /// <summary>Gives a file to whoever <see cref="RunAsync"/> runs as.</summary>
    public static Task GiveAsync(string path, CancellationToken cancellationToken) => Environment.IsPrivilegedProcess
        ? new CommandRunner("/bin/chown") { Arguments = [Nobody, path] }.RunAsync(cancellationToken)
        : Task.CompletedTask;

    // The repository may lie where nobody may go. Copied by another process: while this one had the copy open, a program that another
    // test starts could inherit that, and the system runs no file that somebody has open for writing.
    async Task<string> ReachableAsync(string program, CancellationToken cancellationToken)
    {
        File.SetUnixFileMode(home.Path, Everyone);
        var copy = home.File(Path.GetFileName(program));
        await new CommandRunner("/bin/cp") { Arguments = [program, copy] }.RunAsync(cancellationToken);
        File.SetUnixFileMode(copy, Everyone);
        return copy;
    }
}
