using System.Runtime.Versioning;

namespace Msmtp.Queue.Spool.Tests.Mails;

/// <summary>The folder is its owner's alone, or nothing is put there.</summary>
[SupportedOSPlatform("linux")]
public sealed class FolderTests : IDisposable
{
    const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    readonly SpoolUnderTest spool = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => spool.Dispose();

    [Fact]
    public async Task It_is_made_with_those_above_it_when_a_mail_is_put()
    {
        var deep = Path.Combine(spool.Path, "a", "b");
        Assert.Empty(await spool.Open(deep).ListAsync(Token));
        Assert.False(Directory.Exists(spool.Path));

        await spool.Open(deep).PutAsync(SpoolUnderTest.Mail("hello\n"), Token);

        foreach (var folder in (string[])[spool.Path, Path.GetDirectoryName(deep)!, deep])
            Assert.Equal(OwnFolder, File.GetUnixFileMode(folder));
        Assert.Equal(OwnFile, File.GetUnixFileMode(Assert.Single(Directory.EnumerateFiles(deep))));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherExecute)]
    [InlineData(UnixFileMode.GroupWrite)]
    public async Task One_that_others_can_use_is_refused(UnixFileMode others)
    {
        Directory.CreateDirectory(spool.Path);
        File.SetUnixFileMode(spool.Path, OwnFolder | others);

        await AssertRefusedAsync($"{spool.Path} contains mail and therefore must be for nobody else to look at", $"chmod 700 {spool.Path}");
    }

    [Fact]
    public async Task One_of_somebody_else_is_refused()
    {
        Assert.SkipUnless(Native.geteuid() == 0, "only root can give folders away");
        Directory.CreateDirectory(spool.Path, OwnFolder);
        Assert.Equal(0, Native.chown(Native.Path(spool.Path), 65534, 65534));

        await AssertRefusedAsync($"{spool.Path} contains mail and therefore must be owned by you", "name a folder of your own with queue_dir");
    }

    [Fact]
    public async Task A_link_is_refused()
    {
        Directory.CreateDirectory(spool.Path + ".real", OwnFolder);
        File.CreateSymbolicLink(spool.Path, spool.Path + ".real");

        await AssertRefusedAsync($"{spool.Path} contains mail and therefore must not be a link", null);
    }

    [Fact]
    public async Task A_file_is_refused()
    {
        File.WriteAllText(spool.Path, "");

        await AssertRefusedAsync($"{spool.Path} contains mail and therefore must be a folder", null);
    }

    [Fact]
    public async Task One_that_is_removed_meanwhile_is_made_again()
    {
        await spool.PutAsync("hello\n");
        Directory.Delete(spool.Path, recursive: true);

        await spool.PutAsync("hello\n");

        Assert.Single(await spool.ListAsync());
    }

    [Fact]
    public async Task A_place_where_no_folder_can_be_made_is_named()
    {
        var path = Path.Combine(Path.GetDirectoryName(spool.Path)!, "file", "queue");
        File.WriteAllText(Path.GetDirectoryName(path)!, "");

        var e = await Assert.ThrowsAsync<MailException>(async () => await spool.Open(path).PutAsync(SpoolUnderTest.Mail("x"), Token));

        Assert.Equal((ExitCode.Config, $"{path} contains mail and therefore must be a folder"), (e.ExitCode, e.Message));
    }

    [Fact]
    public void Without_a_home_there_is_no_queue()
    {
        var context = new Testing.PluginUnderTest(new QueueSpoolPlugin()).Context("");
        var homeless = context with { Environment = context.Environment with { Home = "", GetVariable = static _ => null } };

        var e = Assert.Throws<MailException>(() => SpoolQueue.Of(homeless));

        Assert.Equal(ExitCode.Config, e.ExitCode);
    }

    [Fact]
    public async Task A_file_without_a_name_is_not_needed()
    {
        Directory.CreateDirectory(spool.Path, OwnFolder);
        using var folder = Spool.Mails.SpoolFolder.Open(spool.Path);
        using (var given = Spool.Mails.NewFile.CreateNamed(folder))
        {
            given.File.Write("hello"u8, 0);
            Assert.Single(spool.Names("new"));
            Spool.Mails.NewFile.Purge(folder);
            Assert.Single(spool.Names("new"));
            Assert.True(given.TryName(folder.Mails, "NAMED"));
        }
        using (Spool.Mails.NewFile.CreateNamed(folder))
            Assert.Single(spool.Names("new"));

        Assert.Empty(spool.Names("new"));
        Assert.Equal("hello", await File.ReadAllTextAsync(spool.File("NAMED"), Token));
        Assert.Equal(OwnFile, File.GetUnixFileMode(spool.File("NAMED")));
    }

    async Task AssertRefusedAsync(string message, string? advice)
    {
        foreach (var call in (Func<Task>[])[
            async () => await spool.Queue.PutAsync(SpoolUnderTest.Mail("x"), Token),
            async () => await spool.Queue.ListAsync(Token),
            async () => await spool.Queue.TakeAsync("X", Token),
            async () => await spool.Queue.EnterAsync("a", 1, Token),
        ])
        {
            var e = await Assert.ThrowsAsync<MailException>(call);
            Assert.Equal((ExitCode.Config, message, advice), (e.ExitCode, e.Message, e.Advice));
        }
    }
}
