using Msmtp.Text;
using NSubstitute;

namespace Msmtp.Secrets.GitCredential.Tests;

public sealed class GitCredentialSourceTests
{
    const string Joe = "protocol=smtp host=mail.example.org:587 username=joe";

    static readonly SecretQuery Token = new(SecretKind.Token) { Host = "mail.example.org", User = "joe" };

    [Fact]
    public async Task The_helper_tells_the_secret()
    {
        var shell = new FakeShell("password=secret\n");

        Assert.Equal("secret", await FindAsync(Source(shell), Token));
        Assert.Equal([$"get {Joe}"], shell.Calls);
    }

    [Fact]
    public async Task The_helper_may_tell_whose_it_is_and_until_when()
    {
        var source = Source(new FakeShell("username=ann\npassword=secret\npassword_expiry_utc=2000\n"));

        using var secret = await source.FindAsync(Token with { User = null, WantsUser = true }, Ct);

        Assert.Equal(("ann", DateTimeOffset.FromUnixTimeSeconds(2000)), (secret?.User, secret?.ExpiresAt));
    }

    [Fact]
    public async Task Without_a_helper_nothing_runs()
    {
        var shell = new FakeShell();

        Assert.Null(await FindAsync(Source(shell, helper: ""), Token));
        Assert.Empty(shell.Calls);
    }

    [Fact]
    public async Task The_passphrase_of_a_key_is_asked_for_as_git_does_it()
    {
        var shell = new FakeShell("password=opens\n");
        var source = Source(shell);
        var query = new SecretQuery(SecretKind.KeyPassphrase) { File = "/home/joe/my key.pem" };
        using var passphrase = await source.FindAsync(query, Ct);

        await source.ReportAsync(query, passphrase!, SecretVerdict.Rejected, Ct);

        Assert.Equal("opens"u8, passphrase!.Reveal());
        Assert.Equal(
            [
                "get protocol=cert host= path=/home/joe/my key.pem username=",
                "erase protocol=cert host= path=/home/joe/my key.pem username= password=opens",
            ],
            shell.Calls);
    }

    [Fact]
    public async Task The_secret_of_an_OAuth_client_is_asked_for_at_its_providers_web_site()
    {
        var shell = new FakeShell("password=GOCSPX-x\n");

        Assert.Equal(
            "GOCSPX-x", await FindAsync(Source(shell), new SecretQuery(SecretKind.ClientSecret) { Host = "oauth2.googleapis.com", User = "client" }));
        Assert.Equal(["get protocol=https host=oauth2.googleapis.com username=client"], shell.Calls);
    }

    [Fact]
    public async Task Nothing_is_asked_where_there_is_no_host_or_no_word_for_it()
    {
        var shell = new FakeShell();

        Assert.Null(await FindAsync(Source(shell), Token with { Host = null }));
        Assert.Null(await FindAsync(Source(shell), new SecretQuery(SecretKind.Pin)));
        Assert.Empty(shell.Calls);
    }

    [Fact]
    public async Task A_helper_that_does_not_know_leaves_it_to_others() => Assert.Null(await FindAsync(Source(new FakeShell("")), Token));

    [Fact]
    public async Task A_helper_that_fails_is_an_error_that_names_it()
    {
        var failure = await FailureAsync(new FakeShell("") { ExitStatus = 127 });

        Assert.Equal(
            (ExitCode.Config, "no password from credential helper 'git credential-test': exit status 127"),
            (failure.ExitCode, failure.Message));
    }

    [Fact]
    public async Task A_helper_that_answers_and_fails_has_answered() =>
        Assert.Equal("secret", await FindAsync(Source(new FakeShell("password=secret\n") { ExitStatus = 1 }), Token));

    // It fails where none of its helpers knows: nobody can be asked then.
    [Fact]
    public async Task Git_itself_that_fails_does_not_know() =>
        Assert.Null(await FindAsync(Source(new FakeShell("") { ExitStatus = 128 }, helper: "git"), Token));

    [Fact]
    public async Task An_answer_that_cannot_be_read_is_an_error_without_the_answer()
    {
        var failure = await FailureAsync(new FakeShell("hunter2\n"));

        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_helper_may_end_the_search()
    {
        var failure = await FailureAsync(new FakeShell("quit=1\n"));

        Assert.Equal(ExitCode.Unavailable, failure.ExitCode);
        Assert.Equal("secret", await FindAsync(Source(new FakeShell("quit=1\npassword=secret\n")), Token));
    }

    [Fact]
    public async Task Another_users_secret_is_not_used()
    {
        var failure = await FailureAsync(new FakeShell("username=ann\npassword=secret\n"));

        Assert.Equal("no password from credential helper 'git credential-test': it answered for user ann in place of joe", failure.Message);
    }

    [Fact]
    public async Task An_answer_that_has_expired_is_erased_and_the_helper_asked_once_more()
    {
        var shell = new FakeShell(
            "password=old\npassword_expiry_utc=999\noauth_refresh_token=r\n", "password=new\npassword_expiry_utc=2000\n");

        Assert.Equal("new", await FindAsync(Source(shell), Token));
        Assert.Equal(
            [$"get {Joe}", $"erase {Joe} password=old oauth_refresh_token=r password_expiry_utc=999", $"get {Joe} oauth_refresh_token=r"],
            shell.Calls);
    }

    [Fact]
    public async Task A_helper_that_knows_only_what_has_expired_does_not_know()
    {
        var shell = new FakeShell("password=old\npassword_expiry_utc=999\n", "password=old\npassword_expiry_utc=999\n");

        Assert.Null(await FindAsync(Source(shell), Token));
    }

    [Fact]
    public async Task What_the_server_accepts_is_stored_with_all_that_belongs_to_it()
    {
        var shell = new FakeShell("password=secret\noauth_refresh_token=r\npassword_expiry_utc=2000\n");
        var source = Source(shell);
        using var secret = await source.FindAsync(Token, Ct);

        await source.ReportAsync(Token, secret!, SecretVerdict.Accepted, Ct);

        Assert.Equal($"store {Joe} password=secret oauth_refresh_token=r password_expiry_utc=2000", shell.Calls[^1]);
    }

    [Fact]
    public async Task What_the_server_refuses_is_erased_and_a_fresh_one_taken()
    {
        var shell = new FakeShell("password=old\n", "password=new\n");
        var source = Source(shell);
        using var old = await source.FindAsync(Token, Ct);

        await source.ReportAsync(Token, old!, SecretVerdict.Rejected, Ct);

        Assert.Equal("new", await FindAsync(source, Token with { Rejected = old }));
        Assert.Equal([$"get {Joe}", $"erase {Joe} password=old", $"get {Joe}"], shell.Calls);
    }

    [Fact]
    public async Task The_answer_that_was_refused_is_none()
    {
        using var refused = Secret.FromText("old");

        Assert.Null(await FindAsync(Source(new FakeShell("password=old\n")), Token with { Rejected = refused }));
    }

    [Fact]
    public async Task What_a_person_has_typed_is_stored_as_it_is()
    {
        var shell = new FakeShell("oauth_refresh_token=r\npassword_expiry_utc=2000\n");
        var source = Source(shell);
        await source.FindAsync(Token, Ct);
        using var typed = Secret.FromText("typed");

        await source.ReportAsync(Token, typed, SecretVerdict.Accepted, Ct);

        Assert.Equal($"store {Joe} password=typed", shell.Calls[^1]);
    }

    [Fact]
    public async Task A_helper_that_cannot_store_is_not_complained_of()
    {
        var shell = new FakeShell("password=secret\n") { ExitStatus = 1 };
        var source = Source(shell);
        using var secret = await source.FindAsync(Token, Ct);

        await source.ReportAsync(Token, secret!, SecretVerdict.Accepted, Ct);

        Assert.StartsWith("store ", shell.Calls[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_break_in_the_user_name_reaches_no_helper()
    {
        var shell = new FakeShell();

        var failure = await Assert.ThrowsAsync<MailException>(() => FindAsync(Source(shell), Token with { User = "joe\nhost=evil" }));

        Assert.Equal(
            (ExitCode.DataErr, "cannot ask a credential helper: the username holds a line break or NUL"),
            (failure.ExitCode, failure.Message));
        Assert.Empty(shell.Calls);
    }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static Task<MailException> FailureAsync(FakeShell shell) => Assert.ThrowsAsync<MailException>(() => FindAsync(Source(shell), Token));

    static GitCredentialSource Source(IShell shell, string helper = "test") => new(new PluginContext
    {
        Account = new MailAccount(AccountSettings.Empty
            .With(CommonSettings.Port, 587)
            .With(GitCredentialSettings.Helper, helper.Length > 0 ? helper : null)),
        Secrets = Substitute.For<ISecretLookup>(),
        Shell = shell,
        Environment = new PluginEnvironment { Home = "" },
        Time = new Second1000(),
    });

    static async Task<string?> FindAsync(GitCredentialSource source, SecretQuery query)
    {
        using var secret = await source.FindAsync(query, Ct);
        return secret is null ? null : OctetText.Decode(secret.Reveal());
    }

    sealed class Second1000 : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(1000);
    }
}
