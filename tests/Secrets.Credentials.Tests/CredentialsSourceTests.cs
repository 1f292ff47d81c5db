using Msmtp.TestKit;

namespace Msmtp.Secrets.Credentials.Tests;

public sealed class CredentialsSourceTests : IDisposable
{
    readonly TempDirectory folder = new();

    [Fact]
    public async Task Systemds_credential_comes_before_the_containers_secret()
    {
        folder.Write("systemd/mail", "first");
        folder.Write("container/mail", "second");

        Assert.Equal("first", await FindAsync("mail"));
    }

    [Fact]
    public async Task What_systemd_has_not_handed_over_the_container_may_have()
    {
        folder.Write("systemd/other", "first");
        folder.Write("container/mail", "second");

        Assert.Equal("second", await FindAsync("mail"));
        Assert.Equal("second", await FindAsync("mail", systemd: null));
        Assert.Equal("second", await FindAsync("mail", systemd: ""));
    }

    [Theory]
    [InlineData("secret", "secret")]
    [InlineData("secret\n", "secret")]
    [InlineData("secret\r\n", "secret")]
    [InlineData("secret\n\n", "secret\n")]
    [InlineData(" secret \n", " secret ")]
    public async Task One_line_end_behind_it_is_cut(string content, string secret)
    {
        folder.Write("systemd/mail", content);

        Assert.Equal(secret, await FindAsync("mail"));
    }

    [Fact]
    public async Task A_credential_that_was_named_and_is_not_there_is_an_error_that_names_both_places()
    {
        var failure = await Assert.ThrowsAsync<MailException>(() => FindAsync("mail"));

        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.Equal(
            $"there is no credential mail: neither {folder.File("systemd/mail")} nor {folder.File("container/mail")} exists",
            failure.Message);
    }

    [Fact]
    public async Task Where_systemd_has_handed_over_nothing_the_error_says_so()
    {
        var failure = await Assert.ThrowsAsync<MailException>(() => FindAsync("mail", systemd: null));

        Assert.Equal(
            $"there is no credential mail: CREDENTIALS_DIRECTORY is not set, and {folder.File("container/mail")} does not exist",
            failure.Message);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n", "is empty")]
    [InlineData(null, "is larger than 1 MiB")]
    public async Task A_credential_that_cannot_be_a_password_is_an_error(string? content, string problem)
    {
        var path = folder.Write("systemd/mail", content ?? new string('x', (1 << 20) + 1));

        var failure = await Assert.ThrowsAsync<MailException>(() => FindAsync("mail"));

        Assert.Equal((ExitCode.Config, $"the credential {path} {problem}"), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public async Task A_credential_of_the_greatest_length_is_taken()
    {
        folder.Write("systemd/mail", new string('x', 1 << 20));

        Assert.Equal(1 << 20, (await FindAsync("mail"))?.Length);
    }

    [Fact]
    public async Task Something_else_under_that_name_is_an_error()
    {
        Directory.CreateDirectory(folder.File("systemd/mail"));

        var failure = await Assert.ThrowsAsync<MailException>(() => FindAsync("mail"));

        Assert.Equal(ExitCode.IoErr, failure.ExitCode);
        Assert.StartsWith($"cannot read the credential {folder.File("systemd/mail")}: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_is_named_nothing_is_looked_for()
    {
        var source = Some.Source(AccountSettings.Empty, folder.File("systemd"), folder.File("container"));

        Assert.Null(await Some.FoundAsync(source, Some.Password));
        Assert.Null(await Some.FoundAsync(source, new SecretQuery(SecretKind.Pin)));
    }

    [Fact]
    public async Task What_the_server_has_refused_is_not_given_again_unless_it_has_changed()
    {
        folder.Write("systemd/mail", "old");
        using var refused = Secret.FromText("old");

        Assert.Null(await FindAsync("mail", query: Some.Password with { Rejected = refused }));
        folder.Write("systemd/mail", "new");
        Assert.Equal("new", await FindAsync("mail", query: Some.Password with { Rejected = refused }));
    }

    [Fact]
    public async Task The_passphrase_of_a_key_has_a_name_of_its_own()
    {
        folder.Write("systemd/mail", "password");
        folder.Write("systemd/key", "passphrase");
        var settings = AccountSettings.Empty.With(CredentialsSettings.Name, "mail").With(CredentialsSettings.KeyName, "key")
            .With(CommonSettings.TlsKeyFile, "/key.pem");
        var source = Some.Source(settings, folder.File("systemd"), folder.File("container"));

        Assert.Equal("passphrase", await Some.FoundAsync(source, new SecretQuery(SecretKind.KeyPassphrase) { File = "/key.pem" }));
        Assert.Null(await Some.FoundAsync(source, new SecretQuery(SecretKind.KeyPassphrase) { File = "/oauth.pem" }));
        Assert.Null(await Some.FoundAsync(source, new SecretQuery(SecretKind.KeyPassphrase)));
        Assert.Equal("password", await Some.FoundAsync(source, new SecretQuery(SecretKind.Token)));
    }

    public void Dispose() => folder.Dispose();

    Task<string?> FindAsync(string name, SecretQuery? query = null) => FindAsync(name, folder.File("systemd"), query);

    Task<string?> FindAsync(string name, string? systemd, SecretQuery? query = null) =>
        Some.FoundAsync(
            Some.Source(AccountSettings.Empty.With(CredentialsSettings.Name, name), systemd, folder.File("container")), query ?? Some.Password);
}
