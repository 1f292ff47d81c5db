using System.Diagnostics;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// A program that knows no sendmail but /usr/sbin/sendmail: it runs in a mount namespace of its own, where the user's sendmail has that
/// place, until this is disposed of.
/// </summary>
sealed class PrivateSystem : IAsyncDisposable
{
    const string Sendmail = "/usr/sbin/sendmail";

    // The wrapper is needed because the managed host looks for its parts beside its own file, and a mount hides where that is.
    const string Mount = """
        set -e
        mount --bind "$HOME/wrapper" /usr/sbin/sendmail
        """;

    readonly Process process;

    PrivateSystem(Process process) => this.process = process;

    /// <summary>Starts it, in the user's home and environment; skips the test where that is not allowed.</summary>
    /// <param name="user">Whose sendmail takes the place.</param>
    /// <param name="script">What a shell does there.</param>
    public static PrivateSystem Start(SendmailUser user, string script)
    {
        var unshare = Program.Find("unshare", "util-linux");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give a program a file system view of its own");
        Assert.SkipUnless(File.Exists(Sendmail), $"there is no {Sendmail} whose place could be taken (package postfix)");
        File.SetUnixFileMode(user.Write("wrapper", $"#!/bin/sh\nexec {user.Sendmail} \"$@\"\n"), (UnixFileMode)0b111_101_101);

        string[] namespaces = ["--mount", "--pid", "--fork", "--kill-child"];
        var start = new ProcessStartInfo(unshare, [.. namespaces, "sh", "-c", $"{user.Mounts}\n{Mount}\n{script}"]);
        start.Environment.Clear();
        foreach (var (name, value) in user.Variables)
            start.Environment[name] = value;
        return new PrivateSystem(Process.Start(start)!);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.Dispose();
    }
}
