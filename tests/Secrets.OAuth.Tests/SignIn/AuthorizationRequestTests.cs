using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.SignIn;

namespace Msmtp.Secrets.OAuth.Tests.SignIn;

public sealed class AuthorizationRequestTests
{
    static readonly AuthorizationRequest Request = new("http://127.0.0.1:8025/")
    {
        State = "xyz",
        Key = new ProofKey("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
    };

    [Fact]
    public void It_is_that_of_RFC_6749_with_the_challenge_and_whatever_else_the_provider_wants()
    {
        var provider = new Provider("test")
        {
            AuthorizationEndpoint = new Uri("https://id.example.org/auth"),
            AuthorizationParameters = [new("access_type", "offline"), new("prompt", "select account")],
        };

        var url = Request.Url(provider, "me & you", ["https://mail.example.org/", "openid"], "joe+mail@example.org");

        Assert.Equal(
            "https://id.example.org/auth?response_type=code&client_id=me%20%26%20you&redirect_uri=http%3A%2F%2F127.0.0.1%3A8025%2F"
            + "&scope=https%3A%2F%2Fmail.example.org%2F%20openid&state=xyz&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
            + "&code_challenge_method=S256&login_hint=joe%2Bmail%40example.org&access_type=offline&prompt=select%20account",
            url);
    }

    [Fact]
    public void A_query_of_the_endpoint_is_kept_and_what_is_unknown_left_out()
    {
        var provider = new Provider("test") { AuthorizationEndpoint = new Uri("https://id.example.org/auth?tenant=a%20b") };

        var url = Request.Url(provider, "me", [], user: null);

        Assert.StartsWith("https://id.example.org/auth?tenant=a%20b&response_type=code&client_id=me&", url, StringComparison.Ordinal);
        Assert.DoesNotContain("scope", url, StringComparison.Ordinal);
        Assert.DoesNotContain("login_hint", url, StringComparison.Ordinal);
    }

    // At Microsoft the user may be a shared mailbox, as which nobody signs in.
    [Theory]
    [InlineData("microsoft", false, "&prompt=select_account")]
    [InlineData("google", true, "&prompt=consent")]
    public void Who_is_expected_to_sign_in_is_said_where_it_helps(string preset, bool isSaid, string end)
    {
        var url = Request.Url(Presets.Find(preset)!, "me", ["mail"], "support@example.com");

        Assert.Equal(isSaid, url.Contains("&login_hint=support%40example.com&", StringComparison.Ordinal));
        Assert.EndsWith(end, url, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_has_a_state_of_its_own() =>
        Assert.NotEqual(new AuthorizationRequest("http://127.0.0.1/").State, new AuthorizationRequest("http://127.0.0.1/").State);
}
