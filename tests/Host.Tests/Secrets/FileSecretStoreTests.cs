using Msmtp.Hosting;
using Msmtp.TestKit;

namespace Msmtp.Host.Tests.Secrets;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class FileSecretStoreTests : IDisposable
{
    const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    static readonly SecretKey Key = new("oauth", "mail.example.org", "Joe@x");

    readonly TempDirectory home = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    string Folder => Path.Combine(home.Path, ".local/state/msmtp/secrets");

    string File => Path.Combine(Folder, "oauth@mail.example.org@%4Aoe%40x.secret");

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task Folder_and_file_are_the_users_alone()
    {
        await StoreAsync("secret");

        Assert.Equal([File], Directory.GetFileSystemEntries(Folder));
        Assert.Equal((OwnFolder, OwnFile), (System.IO.File.GetUnixFileMode(Folder), System.IO.File.GetUnixFileMode(File)));
        Assert.Equal("secret", await System.IO.File.ReadAllTextAsync(File, Token));
    }

    [Fact]
    public async Task Where_a_path_is_asked_for_it_lies_there_and_nowhere_else()
    {
        var context = new Delivery.FakeHost().Context();
        var folder = home.File("tokens");
        using var secret = Secret.FromText("x");

        await context.OpenSecretStore(folder).StoreAsync(Key, secret, Token);

        Assert.Equal(["oauth@mail.example.org@%4Aoe%40x.secret"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
        Assert.Equal(OwnFolder, System.IO.File.GetUnixFileMode(folder));
    }

    [Fact]
    public void A_relative_path_is_no_store()
    {
        var failure = Assert.Throws<MailException>(() => new Delivery.FakeHost().Context().OpenSecretStore("tokens/here"));

        Assert.Equal((ExitCode.Config, "there is no secret store tokens/here; there is file"), (failure.ExitCode, failure.Message));
    }

    [Theory]
    [InlineData("STATE_DIRECTORY", "/unit:/other", "/unit/msmtp/secrets")]
    [InlineData("XDG_STATE_HOME", "/state", "/state/msmtp/secrets")]
    [InlineData("XDG_STATE_HOME", "relative", ".local/state/msmtp/secrets")]
    [InlineData("OTHER", "", ".local/state/msmtp/secrets")]
    public async Task It_lies_where_the_system_has_state(string variable, string value, string folder)
    {
        value = value.Replace("/", home.Path + "/", StringComparison.Ordinal);
        var store = FileSecretStore.Of(new PluginEnvironment { Home = home.Path, GetVariable = name => name == variable ? value : null });
        using var secret = Secret.FromText("x");

        await store.StoreAsync(Key, secret, Token);

        Assert.True(Directory.Exists(Path.Combine(home.Path, folder.TrimStart('/'))));
    }

    [Fact]
    public async Task Without_a_home_nothing_can_be_kept()
    {
        var store = FileSecretStore.Of(new PluginEnvironment { Home = "", GetVariable = static _ => null });

        var failure = await Assert.ThrowsAsync<MailException>(async () => await store.FindAsync(Key, Token));

        Assert.Equal(ExitCode.IoErr, failure.ExitCode);
    }

    // A link that leads to itself cannot be looked behind by root either.
    [Theory]
    [InlineData(".local")]
    [InlineData(".local/state")]
    public async Task What_cannot_be_looked_into_is_not_taken_for_empty(string link)
    {
        var path = Path.Combine(home.Path, link);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.CreateSymbolicLink(path, path);
        var store = FileSecretStore.Of(new PluginEnvironment { Home = home.Path, GetVariable = static _ => null });

        var found = await Assert.ThrowsAsync<MailException>(async () => await store.FindAsync(Key, Token));
        var removed = await Assert.ThrowsAsync<MailException>(async () => await store.RemoveAsync(Key, Token));

        Assert.Equal((ExitCode.IoErr, ExitCode.IoErr), (found.ExitCode, removed.ExitCode));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public async Task A_file_that_others_can_look_at_is_refused(UnixFileMode others)
    {
        await StoreAsync("secret");
        System.IO.File.SetUnixFileMode(File, OwnFile | others);

        Assert.Equal($"{File}: contains secrets and therefore must be for nobody else to look at: chmod 600 {File}", await RefusedAsync());
    }

    [Theory]
    [InlineData(UnixFileMode.GroupExecute)]
    [InlineData(UnixFileMode.OtherRead)]
    public async Task A_folder_that_others_can_look_into_is_refused_to_read_and_to_write(UnixFileMode others)
    {
        await StoreAsync("secret");
        System.IO.File.SetUnixFileMode(Folder, OwnFolder | others);

        Assert.Equal($"{Folder}: contains secrets and therefore must be for nobody else to look at: chmod 700 {Folder}", await RefusedAsync());
        await Assert.ThrowsAsync<MailException>(() => StoreAsync("other"));
        Assert.Equal("secret", await System.IO.File.ReadAllTextAsync(File, Token));
    }

    [Fact]
    public async Task A_link_is_refused_and_replaced_but_never_followed()
    {
        var elsewhere = home.Write("elsewhere", "not ours");
        await StoreAsync("secret");
        System.IO.File.Delete(File);
        System.IO.File.CreateSymbolicLink(File, elsewhere);

        Assert.Equal($"{File}: contains secrets and therefore must not be a link", await RefusedAsync());
        await StoreAsync("secret");

        Assert.Null(new FileInfo(File).LinkTarget);
        Assert.Equal("not ours", await System.IO.File.ReadAllTextAsync(elsewhere, Token));
    }

    [Fact]
    public async Task A_folder_that_is_a_link_is_refused()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(home.Path, "elsewhere"), OwnFolder).FullName;
        Directory.CreateDirectory(Path.GetDirectoryName(Folder)!);
        Directory.CreateSymbolicLink(Folder, elsewhere);

        Assert.Equal($"{Folder}: contains secrets and therefore must not be a link", await RefusedAsync());
        await Assert.ThrowsAsync<MailException>(() => StoreAsync("secret"));
        Assert.Empty(Directory.GetFileSystemEntries(elsewhere));
    }

    // Whoever follows "chmod 700 /dev/null" is in trouble.
    [Theory, InlineData("/dev/null"), InlineData("/etc/passwd")]
    public async Task What_is_no_folder_is_refused_as_that(string path)
    {
        var store = new FileSecretStore(path);

        var failure = await Assert.ThrowsAsync<MailException>(async () => await store.FindAsync(new SecretKey("s", "h", "u"), Token));

        Assert.Equal((ExitCode.Config, $"{path}: contains secrets and therefore must be a folder"), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public async Task What_cannot_be_replaced_leaves_nothing_behind()
    {
        await StoreAsync("secret");
        System.IO.File.Delete(File);
        Directory.CreateDirectory(File);

        var failure = await Assert.ThrowsAsync<MailException>(() => StoreAsync("other"));

        Assert.Equal([File], Directory.GetFileSystemEntries(Folder));
        Assert.DoesNotContain("other", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_writer_left_behind_goes_with_the_next_secret_and_what_one_may_be_writing_stays()
    {
        await StoreAsync("old");
        var (left, young) = (Path.Combine(Folder, ".new-left"), Path.Combine(Folder, ".new-young"));
        foreach (var file in new[] { left, young })
            await System.IO.File.WriteAllTextAsync(file, "half", Token);
        System.IO.File.SetLastWriteTimeUtc(left, System.IO.File.GetLastWriteTimeUtc(young).AddHours(-2));

        await StoreAsync("new");

        Assert.Equal([young, File], Directory.GetFileSystemEntries(Folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_too_long_is_not_kept()
    {
        await StoreAsync("secret");

        await Assert.ThrowsAsync<MailException>(() => StoreAsync(new string('x', (1 << 20) + 1)));

        Assert.Equal("secret", await System.IO.File.ReadAllTextAsync(File, Token));
    }

    FileSecretStore Store() => FileSecretStore.Of(new PluginEnvironment { Home = home.Path, GetVariable = static _ => null });

    async Task StoreAsync(string text)
    {
        using var secret = Secret.FromText(text);
        await Store().StoreAsync(Key, secret, Token);
    }

    async Task<string> RefusedAsync()
    {
        var failure = await Assert.ThrowsAsync<MailException>(async () => await Store().FindAsync(Key, Token));
        Assert.Equal(ExitCode.Config, failure.ExitCode);
        return failure.Message;
    }
}
