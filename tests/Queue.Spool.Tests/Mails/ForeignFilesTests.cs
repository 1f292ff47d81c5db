using System.Net.Sockets;

namespace Msmtp.Queue.Spool.Tests.Mails;

/// <summary>Whatever is in the folder, it is in the way of no mail, and the user is told of it once.</summary>
public sealed class ForeignFilesTests : IDisposable
{
    // A name that a mail could have.
    const string Name = "0000000000000001";

    readonly SpoolUnderTest spool = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => spool.Dispose();

    [Fact]
    public Task An_empty_file_is_set_aside() => AssertSetAsideAsync(path => File.WriteAllText(path, ""));

    [Fact]
    public Task A_file_of_something_else_is_set_aside() => AssertSetAsideAsync(path => File.WriteAllBytes(path, new byte[100_000]));

    [Fact]
    public Task A_huge_file_is_set_aside_without_being_read() => AssertSetAsideAsync(path =>
    {
        using var file = File.Create(path);
        file.SetLength(1L << 40);
    });

    [Fact]
    public async Task Much_behind_a_mail_is_not_read()
    {
        var other = await spool.PutAsync("other\n");
        await AssertSetAsideAsync(path =>
        {
            File.Copy(spool.File(other), path);
            using var file = File.OpenWrite(path);
            file.SetLength(1L << 40);
        });
    }

    [Fact]
    public Task A_folder_is_ignored() => AssertIgnoredAsync(path => Directory.CreateDirectory(path), "it is a folder");

    [Fact]
    public Task A_link_is_ignored() => AssertIgnoredAsync(static path => File.CreateSymbolicLink(path, "/etc/passwd"), "it is a link");

    [Fact]
    public Task A_pipe_is_ignored() => AssertIgnoredAsync(static path => Assert.Equal(0, Native.mkfifo(Native.Path(path), 0x180)), "it is not a file");

    [Fact]
    public async Task A_socket_is_ignored()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await AssertIgnoredAsync(path => socket.Bind(new UnixDomainSocketEndPoint(path)), "No such device or address");
    }

    [Fact]
    public async Task A_file_of_somebody_else_is_ignored()
    {
        Assert.SkipUnless(Native.geteuid() == 0, "only root can give files away");
        var other = await spool.PutAsync("other\n");
        await AssertIgnoredAsync(
            path =>
            {
                File.Copy(spool.File(other), path);
                Assert.Equal(0, Native.chown(Native.Path(path), 65534, 65534));
            },
            "it belongs to somebody else");
    }

    [Theory]
    [InlineData("core")]
    [InlineData(".DS_Store")]
    [InlineData("0000000000000001.swp")]
    [InlineData("lost+found")]
    public async Task A_name_that_no_mail_has_is_ignored(string name)
    {
        await spool.PutAsync("hello\n");
        File.WriteAllText(spool.File(name), "");

        Assert.Single(await spool.ListAsync());

        Assert.Equal([$"{spool.File(name)} is ignored: it is not a mail of this queue"], spool.Notices);
        Assert.Null(await spool.Queue.TakeAsync(name, Token));
    }

    [Fact]
    public async Task One_queue_tells_it_once()
    {
        await spool.PutAsync("hello\n");
        Directory.CreateDirectory(spool.File(Name));

        for (var i = 0; i < 3; i++)
            Assert.Single(await spool.Queue.ListAsync(Token));

        Assert.Single(spool.Notices);
    }

    [Fact]
    public async Task A_mail_does_not_follow_a_link_out_of_the_folder()
    {
        var id = await spool.PutAsync("hello\n");
        var outside = spool.Path + ".outside";
        File.Move(spool.File(id), outside);
        File.CreateSymbolicLink(spool.File(id), outside);

        Assert.Null(await spool.Queue.TakeAsync(id, Token));
        Assert.False(await spool.Queue.ChangeAsync(id, QueueChange.Delete, Token));
        Assert.True(File.Exists(outside));
    }

    async Task AssertSetAsideAsync(Action<string> make)
    {
        await using (await MakeAsync(make))
        {
            Assert.DoesNotContain(await spool.ListAsync(), static mail => mail.Id == Name);
            Assert.False(File.Exists(spool.File(Name)));
            Assert.Equal([Name], spool.Names("broken"));
            Assert.Contains($"the mail {Name} in the queue {spool.Path} is broken, and was set aside as {spool.File("broken", Name)}: ", Assert.Single(spool.Notices), StringComparison.Ordinal);
        }
        // And by whoever wants to have it.
        File.Delete(spool.File("broken", Name));
        make(spool.File(Name));
        Assert.Null(await spool.Queue.TakeAsync(Name, Token));
        Assert.Equal([Name], spool.Names("broken"));
    }

    async Task AssertIgnoredAsync(Action<string> make, string reason)
    {
        await using (await MakeAsync(make))
            Assert.DoesNotContain(await spool.ListAsync(), static mail => mail.Id == Name);

        Assert.Equal([$"{spool.File(Name)} is ignored: {reason}"], spool.Notices);
        Assert.Null(await spool.Queue.TakeAsync(Name, Token));
        foreach (var change in Enum.GetValues<QueueChange>())
            Assert.False(await spool.Queue.ChangeAsync(Name, change, Token));
        Assert.Empty(spool.Names("broken"));
    }

    // Beside a mail, which is listed and can be taken in spite of it.
    async Task<IMailLease> MakeAsync(Action<string> make)
    {
        var id = await spool.PutAsync("hello\n");
        make(spool.File(Name));
        return await spool.TakeAsync(id);
    }
}
