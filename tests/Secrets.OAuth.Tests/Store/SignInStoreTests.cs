using System.Runtime.Versioning;
using Msmtp.Secrets.OAuth.Store;
using Msmtp.Secrets.OAuth.Tests.Support;

namespace Msmtp.Secrets.OAuth.Tests.Store;

[UnsupportedOSPlatform("windows")]
public sealed class SignInStoreTests : IDisposable
{
    const string Google = "oauth google\noauth_client_id c\nuser joe@example.org";
    const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly Home home = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task What_was_stored_is_found_in_a_file_of_its_own_that_nobody_else_can_look_at()
    {
        await StoreAsync(Google, "first");

        Assert.Equal("first", await ClientIdAsync(Google));
        Assert.Equal("oauth@google@joe%40example.org.secret", Path.GetFileName(home.File));
        Assert.Equal(OwnFile, File.GetUnixFileMode(home.File));
        Assert.Equal(OwnFolder, File.GetUnixFileMode(home.State));
    }

    [Fact]
    public async Task Nothing_is_found_and_nothing_created_before_anybody_signs_in()
    {
        Assert.Null(await ClientIdAsync(Google));
        Assert.False(await home.Store(Google).RemoveAsync(Token));
        Assert.Empty(Directory.GetFileSystemEntries(home.Path));
    }

    [Fact]
    public async Task What_was_removed_is_gone()
    {
        await StoreAsync(Google, "first");

        Assert.True(await home.Store(Google).RemoveAsync(Token));
        Assert.Null(await ClientIdAsync(Google));
    }

    [Fact]
    public async Task Each_provider_user_and_application_has_its_own()
    {
        string[] accounts =
        [
            Google, "oauth google\nuser ann@example.org", "oauth fastmail\nuser joe@example.org",
            "oauth https://id.example.org\nuser joe@example.org",
            "oauth https://id.example.org\noauth_client_id c\noauth_flow app\nuser joe@example.org", "oauth google",
        ];
        for (var i = 0; i < accounts.Length; i++)
            await StoreAsync(accounts[i], $"client {i}");

        for (var i = 0; i < accounts.Length; i++)
            Assert.Equal($"client {i}", await ClientIdAsync(accounts[i]));
    }

    [Fact]
    public async Task Without_a_user_it_belongs_to_the_account()
    {
        await StoreAsync("oauth google", "work");

        Assert.Equal("oauth@google@work.secret", Path.GetFileName(home.File));
        using var found = await Home.Store(home.Context("oauth google", name: "home")).FindAsync(Token);
        Assert.Null(found);
    }

    [Fact]
    public async Task A_folder_and_another_store_are_used_where_they_are_named()
    {
        var folder = Path.Combine(home.Path, "elsewhere");
        await StoreAsync($"{Google}\noauth_store {folder}", "in a folder");
        await StoreAsync($"{Google}\noauth_store keyring", "in a keyring");

        Assert.Single(Directory.GetFiles(folder, "oauth@google@*"));
        Assert.Single(Directory.GetFiles(Path.Combine(home.Path, "keyring"), "oauth@google@*"));
        Assert.False(Directory.Exists(home.State));
    }

    [Fact]
    public async Task Without_a_home_nothing_is_kept_and_the_user_is_told_what_to_set()
    {
        var context = home.Context(Google);
        var store = Home.Store(context with { Environment = context.Environment with { Home = "" } });

        var failure = await Assert.ThrowsAsync<MailException>(async () => await store.FindAsync(Token));

        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.Contains("XDG_STATE_HOME", failure.Message, StringComparison.Ordinal);
        Assert.Contains("oauth_store", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"version":1,"access_token":"hush-hush",""", "it is not a JSON object")]
    [InlineData("""{"version":2,"access_token":"hush-hush"}""", "a newer version of this program wrote it")]
    public async Task What_cannot_be_read_is_an_error_that_says_how_to_go_on(string content, string reason)
    {
        await StoreAsync(Google, "first");
        await File.WriteAllTextAsync(home.File, content, Token);

        var failure = await Assert.ThrowsAsync<MailException>(() => ClientIdAsync(Google));

        Assert.Equal((ExitCode.NoPerm, DeliveryStage.Configure), (failure.ExitCode, failure.Stage));
        Assert.Equal($"the stored sign-in at google cannot be used ({reason}): run msmtp --authorize -a work", failure.Message);
        Assert.DoesNotContain("hush-hush", failure.ToString(), StringComparison.Ordinal);
        await StoreAsync(Google, "second");
        Assert.Equal("second", await ClientIdAsync(Google));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public async Task What_others_can_look_at_is_refused(UnixFileMode others)
    {
        await StoreAsync(Google, "first");
        File.SetUnixFileMode(home.File, OwnFile | others);

        var failure = await Assert.ThrowsAsync<MailException>(() => ClientIdAsync(Google));

        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.Contains($"chmod 600 {home.File}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_others_can_look_into_is_refused_for_the_lock_too()
    {
        Directory.CreateDirectory(home.State, OwnFolder | UnixFileMode.GroupExecute);

        var failures = new[]
        {
            await Assert.ThrowsAsync<MailException>(() => ClientIdAsync(Google)),
            await Assert.ThrowsAsync<MailException>(() => StoreAsync(Google, "first")),
            await Assert.ThrowsAsync<MailException>(async () => await home.Store(Google).LockAsync(Token)),
            await Assert.ThrowsAsync<MailException>(async () => await home.Store($"{Google}\noauth_store keyring").LockAsync(Token)),
        };

        Assert.All(failures, static failure => Assert.Equal(ExitCode.Config, failure.ExitCode));
        Assert.Empty(Directory.GetFileSystemEntries(home.State));
    }

    [Fact]
    public async Task A_full_disk_passes()
    {
        // A file where the folder around it should be.
        var parent = Path.GetDirectoryName(home.State)!;
        Directory.CreateDirectory(Path.GetDirectoryName(parent)!, OwnFolder);
        await File.WriteAllTextAsync(parent, "", Token);

        var storing = await Assert.ThrowsAsync<MailException>(() => StoreAsync(Google, "first"));
        var locking = await Assert.ThrowsAsync<MailException>(async () => await home.Store(Google).LockAsync(Token));

        Assert.All([storing, locking], failure =>
        {
            Assert.Equal((ExitCode.TempFail, DeliveryStage.Configure), (failure.ExitCode, failure.Stage));
            Assert.True(failure.Failure.IsTemporary);
            Assert.Contains(home.State, failure.Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("file")]
    [InlineData("keyring")]
    public async Task The_lock_is_a_file_beside_the_hosts_files_whatever_the_store(string store)
    {
        using (await home.Store($"{Google}\noauth_store {store}").LockAsync(Token))
        {
        }

        var file = Assert.Single(Directory.GetFileSystemEntries(home.State));
        Assert.EndsWith(".lock", file, StringComparison.Ordinal);
        Assert.Equal((OwnFile, OwnFolder), (File.GetUnixFileMode(file), File.GetUnixFileMode(home.State)));
    }

    [Fact]
    public async Task Two_accounts_do_not_wait_for_each_other()
    {
        using var one = await home.Store(Google).LockAsync(Token);
        using var other = await home.Store("oauth google\nuser ann@example.org").LockAsync(Token);

        Assert.Equal(2, Directory.GetFiles(home.State).Length);
    }

    async Task StoreAsync(string msmtprc, string clientId)
    {
        using var signIn = new StoredSignIn { ClientId = clientId, Scope = "s", SignedInAt = home.Time.GetUtcNow() };
        await home.Store(msmtprc).StoreAsync(signIn, Token);
    }

    async Task<string?> ClientIdAsync(string msmtprc)
    {
        using var found = await home.Store(msmtprc).FindAsync(Token);
        return found?.ClientId;
    }
}
