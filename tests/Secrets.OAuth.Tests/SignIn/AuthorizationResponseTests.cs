using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.SignIn;
using Msmtp.Secrets.OAuth.Tokens;

namespace Msmtp.Secrets.OAuth.Tests.SignIn;

public sealed class AuthorizationResponseTests
{
    static readonly Provider Silent = new("silent") { Issuer = "https://id.example.org" };
    static readonly Provider Telling = new("telling") { Issuer = "https://id.example.org", SendsIssuer = true };

    [Theory]
    [InlineData("code=SplxlOBeZQQYbYS6WxSbIA&state=xyz", "SplxlOBeZQQYbYS6WxSbIA")]
    [InlineData("state=xyz&session_state=0&code=4%2F0Ab%2B%C3%A9+c", "4/0Ab+\u00E9 c")]
    [InlineData("&&x&=y&code=a=b&state=xyz&scope=a&scope=b", "a=b")]
    [InlineData("code=c&state=xyz&error=", "c")]
    public void The_code_is_found_among_anything_else(string query, string code)
    {
        var response = AuthorizationResponse.Read(query);

        Assert.True(response.Answers("xyz"));
        Assert.Equal(code, response.CodeFrom(Silent));
    }

    [Theory]
    [InlineData("code=c")]
    [InlineData("code=c&state=")]
    [InlineData("code=c&state=xy")]
    [InlineData("code=c&state=xyZ")]
    [InlineData("code=c&state=xyz0")]
    [InlineData("code=c&State=xyz")]
    public void Another_state_is_another_sign_in(string query) => Assert.False(AuthorizationResponse.Read(query).Answers("xyz"));

    [Theory]
    [InlineData("code=a&code=b&state=xyz")]
    [InlineData("code=a&state=xyz&state=xyz")]
    [InlineData("code=a&state=xyz&iss=a&iss=b")]
    [InlineData("error=a&error=b&state=xyz")]
    public void What_comes_twice_is_refused(string query) => Assert.Throws<InvalidDataException>(() => AuthorizationResponse.Read(query));

    [Fact]
    public void An_error_is_a_refusal_whose_text_can_be_shown()
    {
        var response = AuthorizationResponse.Read(
            "error=access_denied&error_description=No%1B%5B31m+way+1%2F%2F0123456789abcdefgh&state=xyz&code=c");

        var refusal = Assert.Throws<TokenRefusal>(() => response.CodeFrom(Silent));

        Assert.Equal("access_denied", refusal.Error);
        Assert.Equal("No?[31m way 1//***", refusal.Description);
    }

    [Theory]
    [InlineData("code=c&iss=https%3A%2F%2Fid.example.org", true, true)]
    [InlineData("code=c", true, false)]
    [InlineData("code=c&iss=https%3A%2F%2Fid.example.org%2F", false, false)]
    [InlineData("code=c&iss=https%3A%2F%2FID.example.org", false, false)]
    [InlineData("code=c&iss=https%3A%2F%2Fattacker.example", false, false)]
    [InlineData("error=access_denied&iss=https%3A%2F%2Fattacker.example", false, false)]
    public void The_issuer_is_the_one_that_was_asked(string query, bool unknown, bool expected)
    {
        Assert.Equal(expected ? "c" : "refused", CodeOrRefusal(query, Telling));
        Assert.Equal(unknown || expected ? "c" : "refused", CodeOrRefusal(query, Silent));
    }

    [Fact]
    public void Where_the_issuer_is_not_known_it_is_not_compared() =>
        Assert.Equal("c", AuthorizationResponse.Read("code=c&iss=https%3A%2F%2Fid.example.org").CodeFrom(new Provider("by hand")));

    [Fact]
    public void Neither_a_code_nor_an_error_is_no_answer()
    {
        var failure = Assert.Throws<MailException>(() => AuthorizationResponse.Read("state=xyz").CodeFrom(Silent));

        Assert.Equal((ExitCode.Protocol, "silent sent neither a code nor an error"), (failure.ExitCode, failure.Message));
    }

    static string CodeOrRefusal(string query, Provider provider)
    {
        try
        {
            return AuthorizationResponse.Read(query).CodeFrom(provider);
        }
        catch (MailException e)
        {
            Assert.Equal(ExitCode.Protocol, e.ExitCode);
            return "refused";
        }
    }
}
