using System.Text;

namespace Msmtp.Secrets.Netrc.Tests;

public sealed class NetrcSourceTests : IDisposable
{
    static readonly SecretQuery Joe = new(SecretKind.Password) { Host = "h", User = "joe" };

    readonly DirectoryInfo home = Directory.CreateTempSubdirectory("msmtp-netrc-");
    readonly DirectoryInfo system = Directory.CreateTempSubdirectory("msmtp-netrc-");
    readonly List<string> notes = [];

    [Fact]
    public async Task The_users_file_is_asked_first()
    {
        WriteUser("machine h login joe password mine");
        WriteSystem("machine h login joe password ours");

        Assert.Equal("mine", await FindAsync(Joe));
    }

    [Fact]
    public async Task What_the_user_does_not_have_the_system_may_know()
    {
        WriteUser("machine h login ann password no");
        WriteSystem("machine h login joe password ours");

        Assert.Equal("ours", await FindAsync(Joe));
    }

    [Fact]
    public async Task The_secret_of_an_OAuth_client_is_found_by_its_providers_host()
    {
        WriteUser("machine oauth2.googleapis.com login 1234.apps.googleusercontent.com password GOCSPX-x");

        Assert.Equal(
            "GOCSPX-x",
            await FindAsync(new SecretQuery(SecretKind.ClientSecret) { Host = "oauth2.googleapis.com", User = "1234.apps.googleusercontent.com" }));
    }

    [Fact]
    public async Task Files_that_are_absent_are_passed_over_in_silence()
    {
        Assert.Null(await FindAsync(Joe));
        Assert.Empty(notes);
    }

    [Fact]
    public async Task A_directory_in_the_files_place_is_passed_over_in_silence()
    {
        home.CreateSubdirectory(".netrc");

        Assert.Null(await FindAsync(Joe));
        Assert.Empty(notes);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_passed_over_with_a_remark()
    {
        WriteUser("machine h login joe password ab\n" + new string(' ', 1 << 20));

        Assert.Null(await FindAsync(Joe));
        Assert.Equal($"{home.FullName}/.netrc: not read, because it is larger than 1 MiB", Assert.Single(notes));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    public async Task A_file_that_others_can_read_is_used_with_a_warning(UnixFileMode others)
    {
        WriteUser("machine h login joe password mine");
        Allow(UserFile, others);

        Assert.Equal("mine", await FindAsync(Joe));
        Assert.Equal(
            $"{UserFile}: others can read the password that was taken from it; mend that with chmod 600 {UserFile}", Assert.Single(notes));
    }

    [Theory]
    [InlineData(UnixFileMode.None)]
    [InlineData(UnixFileMode.GroupWrite | UnixFileMode.OtherExecute)]
    public async Task A_file_that_only_the_user_can_read_needs_no_warning(UnixFileMode others)
    {
        WriteUser("machine h login joe password mine");
        Allow(UserFile, others);

        await FindAsync(Joe);

        Assert.Empty(notes);
    }

    [Fact]
    public async Task Nobody_is_warned_of_a_file_from_which_nothing_was_taken()
    {
        WriteUser("machine h login ann password hers");
        WriteSystem("machine h login joe password ours");
        Allow(UserFile, UnixFileMode.OtherRead);
        Allow(SystemFile, UnixFileMode.OtherRead);

        Assert.Equal("ours", await FindAsync(Joe));
        Assert.Empty(notes);
    }

    [Fact]
    public async Task The_warning_comes_once_a_mail()
    {
        WriteUser("machine h login joe password mine");
        Allow(UserFile, UnixFileMode.OtherRead);
        var source = new NetrcSource(new PluginEnvironment { Home = home.FullName }, notice => notes.Add(notice.Message));

        using var first = await source.FindAsync(Joe, TestContext.Current.CancellationToken);
        using var second = await source.FindAsync(Joe, TestContext.Current.CancellationToken);

        Assert.Single(notes);
    }

    [Fact]
    public async Task A_password_that_the_server_refused_is_not_offered_again()
    {
        WriteUser("machine h login joe password old");
        WriteSystem("machine h login joe password new");
        using var refused = Secret.FromText("old");

        Assert.Equal("new", await FindAsync(Joe with { Rejected = refused }));
    }

    [Fact]
    public async Task Without_host_or_user_nothing_is_looked_up()
    {
        WriteUser("machine h login joe password mine");

        Assert.Null(await FindAsync(Joe with { Host = null }));
        Assert.Null(await FindAsync(Joe with { User = null }));
        Assert.Null(await FindAsync(new SecretQuery(SecretKind.Pin) { Host = "h", User = "joe" }));
    }

    [Fact]
    public async Task An_unknown_home_leaves_the_systems_file()
    {
        WriteSystem("machine h login joe password ours");

        Assert.Equal("ours", await FindAsync(Joe, home: ""));
    }

    public void Dispose()
    {
        home.Delete(recursive: true);
        system.Delete(recursive: true);
    }

    string UserFile => Path.Combine(home.FullName, ".netrc");

    string SystemFile => Path.Combine(system.FullName, "netrc");

    void WriteUser(string content) => Write(UserFile, content);

    void WriteSystem(string content) => Write(SystemFile, content);

    static void Write(string file, string content)
    {
        File.WriteAllText(file, content);
        Allow(file, UnixFileMode.None);
    }

    static void Allow(string file, UnixFileMode others)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | others);
    }

    async Task<string?> FindAsync(SecretQuery query, string? home = null)
    {
        var environment = new PluginEnvironment { Home = home ?? this.home.FullName, SystemConfiguration = system.FullName };
        using var secret = await new NetrcSource(environment, notice => notes.Add(notice.Message)).FindAsync(query, TestContext.Current.CancellationToken);
        return secret is null ? null : Encoding.UTF8.GetString(secret.Reveal());
    }
}
