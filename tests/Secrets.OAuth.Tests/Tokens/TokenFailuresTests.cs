using Msmtp.Secrets.OAuth.Tests.Support;
using Msmtp.Secrets.OAuth.Tokens;

namespace Msmtp.Secrets.OAuth.Tests.Tokens;

public sealed class TokenFailuresTests
{
    const string Google = "oauth google\noauth_client_id 1";
    const string Microsoft = "oauth microsoft\noauth_client_id 1";
    const string Service = "oauth google\noauth_service_account s.json\nuser joe@example.org";
    const string App = "oauth microsoft\noauth_flow app\noauth_client_id 1\noauth_tenant contoso.com";

    // What providers said in documentation, bug reports and logs.
    [Theory]
    [InlineData(
        Google, "invalid_grant", "Token has been expired or revoked.", ExitCode.NoPerm, "ends after seven days")]
    [InlineData(Google, "invalid_grant", "Bad Request", ExitCode.NoPerm, "withdrawn")]
    [InlineData(Google, "invalid_grant", "reauth related error (invalid_rapt)", ExitCode.NoPerm, "the Workspace asks for a new sign-in")]
    [InlineData(Google, "invalid_client", "The OAuth client was not found.", ExitCode.Config, "https://console.cloud.google.com")]
    [InlineData(Google, "deleted_client", "The OAuth client was deleted.", ExitCode.Config, "https://console.cloud.google.com")]
    [InlineData(Google, "unauthorized_client", "Unauthorized", ExitCode.Config, "oauth_flow")]
    [InlineData(Google, "invalid_scope", "Some requested scopes were invalid.", ExitCode.Config, "oauth_scope")]
    [InlineData(Google, "access_denied", null, ExitCode.NoPerm, "none of its test users")]
    [InlineData(Google, "org_internal", null, ExitCode.Config, "make its audience External")]
    [InlineData(Google, "admin_policy_enforced", null, ExitCode.Config, "an administrator of the Workspace")]
    [InlineData(Google, "redirect_uri_mismatch", "Bad Request", ExitCode.Config, "http://127.0.0.1/")]
    [InlineData(Google, "rate_limit_exceeded", null, ExitCode.TempFail, "passes")]
    [InlineData(
        Service, "unauthorized_client", "Client is unauthorized to retrieve access tokens using this method", ExitCode.Config,
        "domain-wide delegation")]
    [InlineData(Service, "invalid_grant", "Invalid JWT Signature.", ExitCode.Config, "download another key")]
    [InlineData(Service, "invalid_grant", "Invalid email or User ID", ExitCode.Config, "user has to be a mailbox")]
    [InlineData(
        Microsoft, "invalid_grant", "AADSTS50173: The provided grant has expired", ExitCode.NoPerm, "revoked")]
    [InlineData(
        Microsoft, "invalid_grant", "AADSTS50126: Error validating credentials", ExitCode.NoPerm, "password was wrong")]
    [InlineData(
        Microsoft, "interaction_required", "AADSTS50076: Due to a configuration change", ExitCode.NoPerm, "second factor")]
    [InlineData(Microsoft, "invalid_grant", "AADSTS65001: The user or administrator has not consented", ExitCode.NoPerm, "consented")]
    [InlineData(Microsoft, "invalid_grant", "AADSTS700082: The refresh token has expired", ExitCode.NoPerm, "90 days")]
    [InlineData(Microsoft, "invalid_grant", "AADSTS70008: expired", ExitCode.NoPerm, "has expired")]
    [InlineData(Microsoft, "invalid_grant", "AADSTS70000: The user could not be authenticated", ExitCode.NoPerm, "has expired")]
    [InlineData(
        Microsoft, "invalid_client", "AADSTS7000215: Invalid client secret provided.", ExitCode.Config, "the secret's value, not its ID")]
    [InlineData(
        App, "invalid_client", "AADSTS7000222: The provided client secret keys are expired.", ExitCode.Config, "create another one")]
    [InlineData(
        Microsoft, "invalid_client", "AADSTS7000218: The request body must contain 'client_assertion'", ExitCode.Config,
        "public client flows")]
    [InlineData(
        Microsoft, "unauthorized_client", "AADSTS700016: Application with identifier '1' was not found", ExitCode.Config, "oauth_tenant")]
    [InlineData(
        Microsoft, "invalid_request", "AADSTS90002: Tenant 'x' not found.", ExitCode.Config,
        "there is no such organization: check oauth_tenant")]
    [InlineData(Microsoft, "invalid_request", "AADSTS500113: No reply address is registered", ExitCode.Config, "http://localhost")]
    [InlineData(Microsoft, "invalid_request", "AADSTS50011: The redirect URI", ExitCode.Config, "Mobile and desktop applications")]
    [InlineData(
        Microsoft, "invalid_request", "AADSTS900144: The request body must contain", ExitCode.Config, "does not understand the request")]
    [InlineData(
        Microsoft, "access_denied", "AADSTS53003: Access has been blocked by Conditional Access", ExitCode.Config, "Conditional Access")]
    [InlineData(
        Microsoft, "access_denied", "AADSTS90094: An administrator of contoso.com has set a policy", ExitCode.Config, "has to consent")]
    [InlineData(
        Microsoft, "access_denied", "AADSTS65004: User declined to consent", ExitCode.NoPerm, "the consent was refused")]
    [InlineData(Microsoft, "invalid_grant", "AADSTS50053: The account is locked", ExitCode.TempFail, "locked")]
    [InlineData(Microsoft, "invalid_grant", "AADSTS50057: The user account is disabled.", ExitCode.NoPerm, "disabled")]
    [InlineData(Microsoft, "invalid_grant", "AADSTS999999999999: something new", ExitCode.NoPerm, "has expired")]
    [InlineData(Microsoft, "invalid_client", "AADSTS1: something new", ExitCode.Config, "oauth_client_id")]
    [InlineData(App, "invalid_grant", "AADSTS70000: expired", ExitCode.Config, "ask whoever registered the application")]
    [InlineData("oauth https://id.example.org", "invalid_client", "client is invalid", ExitCode.NoPerm, "no longer knows the client")]
    [InlineData("oauth https://id.example.org\noauth_client_id 1", "invalid_client", "client is invalid", ExitCode.Config, "oauth_client_id")]
    [InlineData("oauth mailru\noauth_client_id 1", "token not found", null, ExitCode.NoPerm, "the sign-in has ended")]
    [InlineData("oauth https://id.example.org", "temporarily_unavailable", null, ExitCode.TempFail, "passes")]
    [InlineData("oauth https://id.example.org", "something_new", null, ExitCode.Config, "whoever runs https://id.example.org")]
    [InlineData("oauth https://id.example.org", "unsupported_token_type", null, ExitCode.Config, "bearer")]
    public void A_refusal_has_an_exit_code_and_says_what_to_do(
        string msmtprc, string error, string? description, ExitCode exitCode, string advice)
    {
        var failure = Of(msmtprc, new TokenRefusal(error, description));

        Assert.Equal(exitCode, failure.ExitCode);
        Assert.Equal(exitCode == ExitCode.TempFail, failure.Failure.IsTemporary);
        Assert.Equal(DeliveryStage.Configure, failure.Stage);
        Assert.Contains(advice, $"{failure.Message}; {failure.Advice}", StringComparison.Ordinal);
        Assert.StartsWith($"{Some.Settings(msmtprc).Provider.Name} gives no token ({error}", failure.Message, StringComparison.Ordinal);
        if (exitCode == ExitCode.NoPerm && advice != "disabled")
            Assert.EndsWith("): run msmtp --authorize -a work", failure.Message, StringComparison.Ordinal);
    }

    // A hint is printed for a person at a terminal only: what cron mails, and what a log keeps, is the message.
    [Theory]
    [InlineData(Google, "invalid_client", null, "): check oauth_client_id and oauth_client_secret")]
    [InlineData(Google, "invalid_scope", null, "): check oauth_scope")]
    [InlineData(Google, "redirect_uri_mismatch", null, "): register the redirect URI http://127.0.0.1/ with oauth_client_id")]
    [InlineData(Google, "new_error", null, "): check oauth_client_id and oauth_scope, or ask whoever runs google")]
    [InlineData(Service, "invalid_grant", "Invalid email or User ID", "the key in oauth_service_account still has to exist")]
    [InlineData(
        App, "invalid_client", "AADSTS7000222: expired",
        "): oauth_client_secret has expired: create another one in the registration, and write it")]
    [InlineData(App, "invalid_grant", "AADSTS70000: expired", "): check oauth_client_id, or ask whoever registered the application")]
    [InlineData(Microsoft, "invalid_request", "AADSTS50194: x", "set oauth_tenant to its domain or identifier")]
    public void The_message_itself_names_what_has_to_be_changed(string msmtprc, string error, string? description, string end)
    {
        var failure = Of(msmtprc, new TokenRefusal(error, description));

        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.EndsWith(end, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_has_never_signed_in_learns_how()
    {
        var failure = TokenFailures.NeverSignedIn(Some.Settings(Google));

        Assert.Equal(ExitCode.NoPerm, failure.ExitCode);
        Assert.Equal("nobody has signed in at google: run msmtp --authorize", failure.Message);
        Assert.Equal("once, as the user who sends the mail", failure.Advice);
    }

    static MailException Of(string msmtprc, TokenRefusal refusal) => TokenFailures.Of(
        refusal, OAuth.Settings.SignInSettings.Of(Some.Account(msmtprc) with { Name = "work" })!);
}
