using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;
using Msmtp.Secrets.OAuth.Tests.Support;

namespace Msmtp.Secrets.OAuth.Tests.Settings;

public sealed class SignInSettingsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("oauth off")]
    [InlineData("oauth_client_id 1")]
    public void An_account_without_a_provider_does_not_use_it(string msmtprc) => Assert.Null(SignInSettings.Of(Some.Account(msmtprc)));

    [Fact]
    public void A_preset_brings_what_is_not_set()
    {
        var settings = Some.Settings("oauth microsoft\noauth_client_id 1\nuser joe@example.org");

        Assert.Equal("1", settings.ClientId);
        Assert.Equal("joe@example.org", settings.User);
        Assert.Equal("https://outlook.office.com/SMTP.Send", settings.Scopes[0]);
        Assert.Equal("https://login.microsoftonline.com/common/oauth2/v2.0/token", settings.Provider.TokenEndpoint?.AbsoluteUri);
        Assert.Equal("file", settings.Store);
        Assert.Equal(0, settings.RedirectPort);
        Assert.Null(settings.TrustFile);
        Assert.False(settings.IsApplications);
    }

    [Fact]
    public void What_is_set_wins()
    {
        var settings = Some.Settings(
            """
            oauth microsoft
            oauth_tenant contoso.com
            oauth_scope "a  b"
            oauth_store keyring
            oauth_redirect_port 8025
            oauth_trust_file /ca.pem
            oauth_authorization_url https://id.example.org/a?b=c
            oauth_device_url https://id.example.org/d
            oauth_revocation_url https://id.example.org/r
            """);

        Assert.Equal(["a", "b"], settings.Scopes);
        Assert.Equal("keyring", settings.Store);
        Assert.Equal(8025, settings.RedirectPort);
        Assert.Equal("/ca.pem", settings.TrustFile);
        Assert.Equal("https://id.example.org/a?b=c", settings.Provider.AuthorizationEndpoint?.AbsoluteUri);
        Assert.Equal("https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token", settings.Provider.TokenEndpoint?.AbsoluteUri);
        Assert.Equal("https://id.example.org/d", settings.Provider.DeviceEndpoint?.AbsoluteUri);
        Assert.Equal("https://id.example.org/r", settings.Provider.RevocationEndpoint?.AbsoluteUri);
        Assert.Equal(["XOAUTH2"], settings.Provider.Mechanisms);
    }

    [Fact]
    public void An_issuer_is_kept_as_it_is_written_and_is_still_to_be_discovered()
    {
        var settings = Some.Settings("oauth https://id.example.org/");

        Assert.Equal("https://id.example.org/", settings.Provider.Issuer);
        Assert.Null(settings.Provider.TokenEndpoint);
        Assert.Equal(["openid", "email", "offline_access"], settings.Scopes);
    }

    [Theory]
    [InlineData("oauth google", Flows.Browser, Flows.None)]
    [InlineData("oauth google\noauth_flow auto", Flows.Browser, Flows.None)]
    [InlineData("oauth google\noauth_flow browser", Flows.Browser, Flows.Browser)]
    [InlineData("oauth microsoft\noauth_flow device", Flows.Browser, Flows.Device)]
    [InlineData("oauth google\noauth_service_account s.json", Flows.Service, Flows.None)]
    [InlineData("oauth https://id.example.org\noauth_client_id 1\noauth_cert_file c\noauth_key_file k", Flows.Application, Flows.None)]
    [InlineData("oauth https://id.example.org\noauth_client_id 1\noauth_flow app", Flows.Application, Flows.Application)]
    internal void A_flow_follows_from_the_files_unless_it_is_named(string msmtprc, Flows flow, Flows named)
    {
        var settings = Some.Settings(msmtprc);

        Assert.Equal(flow, settings.Flow);
        Assert.Equal(named, settings.NamedFlow);
    }

    [Theory]
    [InlineData("oauth google\noauth_service_account s.json", "https://mail.google.com/")]
    [InlineData("oauth microsoft\noauth_flow app\noauth_client_id 1\noauth_tenant contoso.com", "https://outlook.office365.com/.default")]
    [InlineData("oauth https://id.example.org\noauth_flow app\noauth_client_id 1", "")]
    public void An_application_asks_for_no_name_and_no_refresh_token(string msmtprc, string scopes) =>
        Assert.Equal(scopes, string.Join(' ', Some.Settings(msmtprc).Scopes));

    [Theory]
    [InlineData(null, "msmtp --authorize")]
    [InlineData("default", "msmtp --authorize")]
    [InlineData("work", "msmtp --authorize -a work")]
    [InlineData("joe@example.org", "msmtp --authorize -a joe@example.org")]
    [InlineData("a b", "msmtp --authorize -a 'a b'")]
    [InlineData("joe's", @"msmtp --authorize -a 'joe'\''s'")]
    public void The_command_that_signs_in_can_be_copied_to_a_shell(string? name, string command)
    {
        var account = Some.Account("oauth google") with { Name = name };

        Assert.Equal(command, SignInSettings.Of(account)?.AuthorizeCommand);
    }

    // What cron mails has to work as it stands.
    [Theory]
    [InlineData("/home/joe/.msmtprc", "msmtp --authorize -a work")]
    [InlineData("/home/joe/.config/msmtp/config", "msmtp --authorize -a work")]
    [InlineData("/etc/msmtprc", "msmtp --authorize -a work")]
    [InlineData("/etc/backup/msmtprc", "msmtp --authorize -C /etc/backup/msmtprc -a work")]
    [InlineData("/srv/our mail", "msmtp --authorize -C '/srv/our mail' -a work")]
    public void The_command_names_the_file_where_it_is_not_the_usual_one(string file, string command)
    {
        var account = Some.Account("oauth google") with { Name = "work", File = file };

        Assert.Equal(command, SignInSettings.Of(account)?.AuthorizeCommand);
    }

    [Fact]
    public void Who_has_no_client_learns_how_to_get_one()
    {
        var failure = Some.Settings("oauth google").NoClient();

        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.Equal("oauth google requires oauth_client_id", failure.Message);
        Assert.Contains("https://console.cloud.google.com", failure.Advice, StringComparison.Ordinal);
        Assert.EndsWith("an administrator can put one into /etc/msmtprc for everybody", failure.Advice, StringComparison.Ordinal);
    }
}
