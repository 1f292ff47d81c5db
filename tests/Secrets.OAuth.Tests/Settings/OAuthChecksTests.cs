using Msmtp.Secrets.OAuth.Settings;
using Msmtp.Secrets.OAuth.Tests.Support;

namespace Msmtp.Secrets.OAuth.Tests.Settings;

public sealed class OAuthChecksTests
{
    [Theory]
    [InlineData("oauth google\nauth on", "oauth requires tls")]
    [InlineData("oauth application\nauth on", "oauth requires tls")]
    [InlineData("host 127.0.0.1\noauth http://127.0.0.1:9901\nauth on\ntls off", "oauth requires tls")]
    [InlineData("oauth google\noauth_key_file k.pem", "oauth_key_file requires oauth_cert_file")]
    [InlineData("oauth google\noauth_cert_file c.pem", "oauth_cert_file requires oauth_key_file")]
    [InlineData("oauth google\noauth_flow service", "oauth_flow service requires oauth_service_account")]
    [InlineData("oauth google\noauth_flow browser\noauth_service_account s.json", "oauth_service_account requires oauth_flow service")]
    [InlineData(
        "oauth https://id.example.org\noauth_flow device\noauth_service_account s.json",
        "oauth_service_account requires oauth_flow service")]
    [InlineData(
        "oauth https://id.example.org\noauth_flow browser\noauth_cert_file c\noauth_key_file k", "oauth_cert_file requires oauth_flow app")]
    [InlineData("oauth https://id.example.org\noauth_flow app", "oauth_flow app requires oauth_client_id")]
    [InlineData("oauth https://id.example.org\noauth_cert_file c\noauth_key_file k", "oauth_flow app requires oauth_client_id")]
    [InlineData(
        "oauth microsoft\noauth_flow app\noauth_client_id 1",
        "oauth_flow app requires oauth_tenant, the organization's domain or identifier")]
    [InlineData(
        "oauth microsoft\noauth_flow app\noauth_client_id 1\noauth_tenant consumers",
        "oauth_flow app requires oauth_tenant, the organization's domain or identifier")]
    public void What_does_not_go_together_is_refused(string msmtprc, string fault) =>
        Assert.Equal(fault, Assert.Throws<FormatException>(() => Some.Account(msmtprc)).Message);

    [Theory]
    [InlineData("oauth google\noauth_flow device", "google has no oauth_flow device: Google grants no mail scope to devices")]
    [InlineData("oauth google\noauth_flow app\noauth_client_id 1", "google has no oauth_flow app: Google grants no mail scope")]
    [InlineData("oauth yahoo\noauth_flow device", "yahoo has no oauth_flow device: Yahoo")]
    [InlineData("oauth fastmail\noauth_service_account s.json", "fastmail has no oauth_flow service: Fastmail")]
    [InlineData("oauth microsoft\noauth_flow service\noauth_service_account s.json", "microsoft has no oauth_flow service: Microsoft")]
    public void A_flow_that_a_provider_does_not_have_is_refused_at_once_with_the_reason(string msmtprc, string fault) =>
        Assert.StartsWith(fault, Assert.Throws<FormatException>(() => Some.Account(msmtprc)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("auth on")]
    [InlineData("oauth off\nauth on")]
    [InlineData("oauth_key_file k.pem\noauth_flow service\nauth on")]
    [InlineData("oauth google\nauth on\ntls on")]
    [InlineData("oauth google\nauth off")]
    [InlineData("oauth google\noauth_service_account s.json")]
    [InlineData("oauth microsoft\noauth_flow device")]
    [InlineData("oauth microsoft\noauth_flow app\noauth_client_id 1\noauth_tenant contoso.com")]
    [InlineData("oauth microsoft\noauth_flow app\noauth_client_id 1\noauth_token_url https://login.example.org/token")]
    [InlineData("oauth https://id.example.org\noauth_client_id 1\noauth_cert_file c\noauth_key_file k")]
    public void What_goes_together_is_not(string msmtprc) => Assert.NotNull(Some.Account(msmtprc));

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("EXTERNAL")]
    public void A_token_is_never_a_password(string mechanism) => Assert.Equal(
        "oauth requires auth on, oauthbearer or xoauth2: a token is not a password",
        OAuthChecks.Fault(Secured(AuthChoice.Named(mechanism))));

    [Theory]
    [InlineData("OAUTHBEARER")]
    [InlineData("XOAUTH2")]
    public void Either_mechanism_for_tokens_can_be_named(string mechanism) =>
        Assert.Null(OAuthChecks.Fault(Secured(AuthChoice.Named(mechanism))));

    [Theory]
    [InlineData("oauth google", "OAUTHBEARER XOAUTH2")]
    [InlineData("oauth microsoft", "XOAUTH2")]
    [InlineData("oauth https://id.example.org", "OAUTHBEARER XOAUTH2")]
    [InlineData("oauth application", "OAUTHBEARER XOAUTH2")]
    [InlineData("oauth off", null)]
    [InlineData("", null)]
    public void Auth_on_means_the_mechanisms_of_the_provider(string msmtprc, string? mechanisms)
    {
        var preferred = OAuthChecks.Mechanisms(Some.Account(msmtprc).Settings);

        Assert.Equal(mechanisms, preferred is null ? null : string.Join(' ', preferred));
    }

    static AccountSettings Secured(AuthChoice auth) =>
        AccountSettings.Empty.With(OAuthSettings.Use, "google").With(CommonSettings.Tls, true).With(CommonSettings.Auth, auth);
}
