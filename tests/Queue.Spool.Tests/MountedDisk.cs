using System.Runtime.InteropServices;
using Msmtp.TestKit;

namespace Msmtp.Queue.Spool.Tests;

/// <summary>A file system of the test's own. Where mounting is not allowed, the test is skipped.</summary>
sealed partial class MountedDisk : IAsyncDisposable
{
    const uint ShutDown = 0x8004587D;
    const uint WithoutLog = 2;

    readonly TempDirectory home = new();
    readonly List<string> arguments;
    bool isMounted;

    MountedDisk(params IEnumerable<string> arguments)
    {
        this.arguments = [.. arguments];
        Directory.CreateDirectory(Path);
    }

    public string Path => home.File("mounted");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>One in memory, with this many octets and files.</summary>
    public static async Task<MountedDisk> SmallAsync(int octets, int files = 1000)
    {
        var disk = new MountedDisk("-t", "tmpfs", "-o", $"size={octets},nr_inodes={files},mode=700", "small");
        await disk.MountAsync();
        return disk;
    }

    /// <summary>An ext4 in a file.</summary>
    public static async Task<MountedDisk> Ext4Async()
    {
        var disk = new MountedDisk();
        var image = disk.home.File("image");
        using (var file = File.Create(image))
            file.SetLength(48 << 20);
        disk.arguments.AddRange(["-o", "loop", image]);
        await SkipUnlessAsync(new CommandRunner("/usr/sbin/mkfs.ext4") { Arguments = ["-q", "-F", image] });
        await disk.MountAsync();
        return disk;
    }

    public async Task MountAsync()
    {
        await SkipUnlessAsync(new CommandRunner("/bin/mount") { Arguments = [.. arguments, Path] });
        isMounted = true;
    }

    public async Task RemountAsync(string options)
    {
        var result = await new CommandRunner("/bin/mount") { Arguments = ["-o", $"remount,{options}", Path] }.RunAsync(Token);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    /// <summary>Fills it to the last octet.</summary>
    public void Fill(string name)
    {
        try
        {
            using var file = new FileStream(System.IO.Path.Combine(Path, name), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true)
                file.Write(new byte[4096]);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>The power is cut: what ext4 has not written yet, it will never write.</summary>
    public void CutPower()
    {
        using var folder = File.OpenHandle(System.IO.Path.Combine(Path, "power"), FileMode.OpenOrCreate);
        var flags = WithoutLog;
        Assert.Equal(0, ioctl(folder, ShutDown, ref flags));
    }

    public async Task UnmountAsync()
    {
        var result = await new CommandRunner("/bin/umount") { Arguments = [Path] }.RunAsync(Token);
        Assert.True(result.ExitCode == 0, result.ToString());
        isMounted = false;
    }

    public async ValueTask DisposeAsync()
    {
        if (isMounted)
            await new CommandRunner("/bin/umount") { Arguments = ["-l", Path] }.RunAsync(CancellationToken.None);
        home.Dispose();
    }

    static async Task SkipUnlessAsync(CommandRunner command)
    {
        Assert.SkipUnless(Native.geteuid() == 0 && File.Exists(command.Path), "only root can mount a file system");
        var result = await command.RunAsync(Token);
        Assert.SkipUnless(result.ExitCode == 0, $"file systems cannot be mounted here: {result.ErrorText}");
    }

    [LibraryImport("libc")]
    private static partial int ioctl(SafeHandle file, nuint request, ref uint argument);
}
