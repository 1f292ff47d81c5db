using System.Runtime.Versioning;
using Msmtp.Hosting;
using Msmtp.TestKit;

namespace Msmtp.Host.Tests.Filters;

public sealed class SpoolStreamTests : IDisposable
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly TempDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, Func<string, Stream>> Ways => new() { { "unnamed", UnlinkedFile.Open }, { "unlinked", UnlinkedFile.OpenAndUnlink } };

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0, false)]
    [InlineData(1 << 20, false)]
    [InlineData((1 << 20) + 1, true)]
    [InlineData(5_000_000, true)]
    public async Task What_was_written_is_read_again_and_a_file_is_taken_beyond_the_limit(int length, bool isInFile)
    {
        var opened = 0;
        await using var spool = new SpoolStream(folder.Path, path =>
        {
            opened++;
            return UnlinkedFile.Open(path);
        });
        var octets = new byte[length];
        new Random(1).NextBytes(octets);

        foreach (var piece in octets.Chunk(70_001))
            await spool.WriteAsync(piece, Token);

        Assert.Equal(isInFile ? 1 : 0, opened);
        Assert.Equal((length, length), (spool.Length, spool.Position));
        for (var reading = 0; reading < 2; reading++)
        {
            spool.Position = 0;
            using var again = new MemoryStream();
            await spool.CopyToAsync(again, Token);
            Assert.True(octets.AsSpan().SequenceEqual(again.ToArray()));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [UnsupportedOSPlatform("windows")]
    public void Its_file_has_no_name_and_nobody_else_may_read_it(string way, Func<string, Stream> open)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "descriptors are looked at in /proc");
        using var spool = new SpoolStream(folder.Path, open);

        spool.Write(new byte[SpoolStream.LimitInOctets + 1]);
        spool.Flush();

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        var descriptor = Assert.Single(Descriptors());
        using (var file = File.OpenHandle(descriptor))
        {
            Assert.True(OwnerOnly == File.GetUnixFileMode(file), way);
            Assert.Equal(SpoolStream.LimitInOctets + 1, RandomAccess.GetLength(file));
        }
        spool.Dispose();
        Assert.Empty(Descriptors());
    }

    [Fact]
    public async Task A_full_disk_is_told_in_a_sentence_with_what_to_do()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        await using var spool = new SpoolStream("/tmp/x", static _ => new FileStream("/dev/full", FileMode.Open, FileAccess.ReadWrite));

        var e = await Assert.ThrowsAsync<MailException>(async () =>
        {
            for (var i = 0; i < 100; i++)
                await spool.WriteAsync(new byte[100_000], Token);
        });

        Assert.Equal("the mail cannot be kept aside in /tmp/x: No space left on device", e.Message);
        Assert.Equal((ExitCode.IoErr, DeliveryStage.Configure, true, false), (e.ExitCode, e.Stage, e.Failure.IsTemporary, e.MayHaveBeenDelivered));
        Assert.Equal("make room there, or name another folder in the environment variable TMPDIR", e.Advice);
    }

    [Fact]
    public async Task What_a_full_disk_holds_back_is_told_when_it_is_read_again()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        await using var spool = new SpoolStream("/tmp/x", static _ => new FileStream("/dev/full", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1 << 22));
        await spool.WriteAsync(new byte[SpoolStream.LimitInOctets], Token);

        await Assert.ThrowsAsync<MailException>(async () =>
        {
            await spool.WriteAsync(new byte[1], Token);
            spool.Position = 0;
        });
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        using var spool = new SpoolStream(folder.File("none"));

        var e = Assert.Throws<MailException>(() => spool.Write(new byte[SpoolStream.LimitInOctets + 1]));

        Assert.Equal($"the mail cannot be kept aside in {folder.File("none")}: No such file or directory", e.Message);
    }

    [Fact]
    public async Task The_hosts_spools_lie_where_TMPDIR_says()
    {
        var environment = new PluginEnvironment { Home = "/", GetVariable = name => name == "TMPDIR" ? folder.File("none") : null };
        await using var spool = new HostEnvironment { Environment = environment }.CreateSpool();

        var e = Assert.Throws<MailException>(() => spool.Write(new byte[SpoolStream.LimitInOctets + 1]));

        Assert.Contains(folder.File("none"), e.Message, StringComparison.Ordinal);
    }

    // Those of this process that are open in the folder.
    IEnumerable<string> Descriptors() => Directory.EnumerateFiles("/proc/self/fd")
        .Where(path => new FileInfo(path).LinkTarget?.StartsWith(folder.Path, StringComparison.Ordinal) == true);
}
