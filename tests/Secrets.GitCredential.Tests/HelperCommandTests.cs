namespace Msmtp.Secrets.GitCredential.Tests;

public sealed class HelperCommandTests
{
    [Theory]
    [InlineData("cache", "git credential-cache get")]
    [InlineData("store --file ~/.mailpasswords", "git credential-store --file ~/.mailpasswords get")]
    [InlineData("/usr/lib/git-core/git-credential-libsecret", "/usr/lib/git-core/git-credential-libsecret get")]
    [InlineData("/opt/helper --for mail", "/opt/helper --for mail get")]
    [InlineData("!f() { echo password=x; }; f", "f() { echo password=x; }; f get")]
    [InlineData("git", "git credential fill")]
    public void A_value_becomes_the_command_that_git_would_run(string value, string command)
    {
        using var description = Secret.FromText("");

        Assert.Equal(command, HelperCommand.Of(value).Get(description).Text);
    }

    [Theory]
    [InlineData("cache", "git credential-cache store >/dev/null", "git credential-cache erase >/dev/null")]
    [InlineData("git", "git credential approve >/dev/null", "git credential reject >/dev/null")]
    public void What_it_prints_where_it_is_only_told_is_not_looked_at(string value, string store, string erase)
    {
        using var description = Secret.FromText("");
        var helper = HelperCommand.Of(value);

        Assert.Equal((store, erase), (helper.Store(description).Text, helper.Erase(description).Text));
    }

    [Fact]
    public void Nothing_of_git_asks_a_person()
    {
        using var description = Secret.FromText("");

        var environment = HelperCommand.Of("git").Get(description).Environment;

        Assert.Equal(("0", "", ""), (environment["GIT_TERMINAL_PROMPT"], environment["GIT_ASKPASS"], environment["SSH_ASKPASS"]));
    }

    [Fact]
    public void Where_there_is_no_shell_the_account_says_so()
    {
        var settings = AccountSettings.Empty.With(GitCredentialSettings.Helper, "store");

        Assert.Equal("credential_helper needs /bin/sh, which Windows does not have", GitCredentialSettings.Fault(settings, isWindows: true));
        Assert.Null(GitCredentialSettings.Fault(settings, isWindows: false));
        Assert.Null(GitCredentialSettings.Fault(AccountSettings.Empty, isWindows: true));
    }
}
