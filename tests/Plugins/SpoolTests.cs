using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Msmtp.TestKit;

namespace Msmtp.Plugins.Tests;

/// <summary>What a filter keeps aside, seen from outside: by whoever looks into TMPDIR while it is there, and after the command was killed.</summary>
public sealed class SpoolTests
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    static readonly byte[] TwoMegabytes = [.. "Subject: x\n\n"u8, .. Enumerable.Repeat((byte)'x', 2 << 20)];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_killed_command_leaves_nothing_behind_and_nobody_could_have_read_it()
    {
        using var home = new TempDirectory();
        using var folder = Spooling();
        var kept = Directory.CreateDirectory(home.File("tmp")).FullName;
        using var command = Start(home, folder, kept);

        await command.StandardInput.BaseStream.WriteAsync(TwoMegabytes, Token);
        await command.StandardInput.BaseStream.FlushAsync(Token);
        // The end of the message never comes.
        var file = await OpenFileAsync(command.Id, kept);

        Assert.Empty(Directory.EnumerateFileSystemEntries(kept));
        using (var octets = File.OpenHandle(file))
        {
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(octets));
            Assert.True(RandomAccess.GetLength(octets) > 1 << 20);
        }
        command.Kill();
        await command.WaitForExitAsync(Token);
        Assert.Equal(128 + 9, command.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(kept));
    }

    [Fact]
    public async Task A_large_mail_that_was_kept_aside_arrives_whole()
    {
        using var home = new TempDirectory();
        using var folder = Spooling();
        var kept = Directory.CreateDirectory(home.File("tmp")).FullName;
        await using var sink = MailSink.Start();
        using var command = Start(home, folder, kept, sink.Port);

        await command.StandardInput.BaseStream.WriteAsync(TwoMegabytes, Token);
        command.StandardInput.Close();
        await command.WaitForExitAsync(Token);

        Assert.True(command.ExitCode == 0, await command.StandardError.ReadToEndAsync(Token));
        Assert.EndsWith("Subject: x\n\n" + new string('x', 2 << 20) + "\n", (await sink.NextMailAsync(Token)).Text, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(kept));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_stops_the_mail_with_what_to_do()
    {
        using var home = new TempDirectory();
        using var folder = Spooling();
        using var command = Start(home, folder, home.File("none"));

        // It does not read to the end.
        await Record.ExceptionAsync(async () => await command.StandardInput.BaseStream.WriteAsync(TwoMegabytes, Token));
        await command.WaitForExitAsync(Token);

        Assert.Equal(74, command.ExitCode);
        Assert.StartsWith(
            $"msmtp: the mail cannot be kept aside in {home.File("none")}: No such file or directory\n",
            await command.StandardError.ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    static PluginFolder Spooling()
    {
        var folder = new PluginFolder().Install("Faulty", "Faulty");
        folder.Write("Faulty", "fault", "filter keeps the body");
        return folder;
    }

    static Process Start(TempDirectory home, PluginFolder folder, string temporary, int port = 1)
    {
        Assert.SkipUnless(File.Exists(TestPaths.ManagedHost), $"{TestPaths.ManagedHost} is not built: run build.sh");
        var msmtprc = home.Write("msmtprc", string.Create(
            CultureInfo.InvariantCulture, $"plugin Faulty\naccount default\nhost 127.0.0.1\nport {port}\nfrom me@example.org\n"));
        var info = new ProcessStartInfo(TestPaths.ManagedHost, ["-C", msmtprc, "you@example.net"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["HOME"] = home.Path;
        info.Environment["TMPDIR"] = temporary;
        info.Environment["MSMTP_PLUGIN_PATH"] = folder.Path;
        // As the native command starts it: otherwise the runtime has files of its own in TMPDIR.
        info.Environment["DOTNET_EnableDiagnostics"] = "0";
        return Process.Start(info) ?? throw new InvalidOperationException($"cannot start {TestPaths.ManagedHost}");
    }

    // The descriptor of the spool, once it has octets.
    static async Task<string> OpenFileAsync(int process, string folder)
    {
        var found = "";
        await Eventually.TrueAsync("the mail is kept aside", () =>
        {
            found = Directory.EnumerateFiles($"/proc/{process}/fd").FirstOrDefault(file => IsIn(file, folder)) ?? "";
            return found.Length > 0;
        }, Token);
        return found;
    }

    static bool IsIn(string descriptor, string folder) =>
        new FileInfo(descriptor).LinkTarget?.StartsWith(folder + "/", StringComparison.Ordinal) == true && Length(descriptor) > 1 << 20;

    static long Length(string descriptor)
    {
        using var octets = File.OpenHandle(descriptor);
        return RandomAccess.GetLength(octets);
    }
}
