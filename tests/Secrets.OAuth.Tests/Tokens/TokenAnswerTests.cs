using System.Buffers.Text;
using System.Text;
using Msmtp.Secrets.OAuth.Json;
using Msmtp.Secrets.OAuth.Tokens;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Tests.Tokens;

public sealed class TokenAnswerTests
{
    // The example of RFC 6749 §5.1.
    [Fact]
    public void An_answer_is_read_as_in_the_rfc()
    {
        const string Example = """
            {"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"example","expires_in":3600,"refresh_token":"tGzv3JOkF0XG5Qx2TlKWIA"}
            """;

        using var answer = Read(Example.Replace("example", "Bearer", StringComparison.Ordinal));

        Assert.Equal("2YotnFZFEjr1zCsicMWpAA", OctetText.Decode(answer.AccessToken.Reveal()));
        Assert.Equal("tGzv3JOkF0XG5Qx2TlKWIA", OctetText.Decode(answer.RefreshToken!.Reveal()));
        Assert.Equal(TimeSpan.FromHours(1), answer.ExpiresIn);
        Assert.Null(answer.Scope);
        Assert.Null(answer.User);
    }

    [Theory]
    [InlineData("3600", 3600)]
    [InlineData("\"3600\"", 3600)]
    [InlineData("3600.5", 3600)]
    [InlineData("-5", null)]
    [InlineData("0", null)]
    [InlineData("9223372036854775807", 315_360_000)]
    [InlineData("\"never\"", null)]
    [InlineData("null", null)]
    public void A_lifetime_may_be_a_number_or_a_text(string lifetime, int? seconds)
    {
        using var answer = Read($$"""{"access_token":"x","token_type":"bearer","expires_in":{{lifetime}}}""");

        Assert.Equal(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value), answer.ExpiresIn);
    }

    // Written so by programs that write every member, whether they have something for it or not.
    [Fact]
    public void An_empty_refresh_token_is_none()
    {
        using var answer = Read("""{"access_token":"x","refresh_token":""}""");

        Assert.Null(answer.RefreshToken);
    }

    [Fact]
    public void A_token_of_another_type_is_refused()
    {
        var refusal = Assert.Throws<TokenRefusal>(() => Read("""{"access_token":"x","token_type":"DPoP"}"""));

        Assert.Equal("unsupported_token_type: the token is of the type DPoP", refusal.Message);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"access_token":""}""")]
    [InlineData("""{"access_token":5}""")]
    [InlineData("""{"access_token":"a\u0001b"}""")]
    [InlineData("""{"access_token":"a\u00e4b"}""")]
    public void An_answer_without_a_token_that_can_be_sent_is_none(string json) => Assert.Throws<InvalidDataException>(() => Read(json));

    [Theory]
    [InlineData("""{"email":"joe@example.org","preferred_username":"joe","upn":"j"}""", "joe@example.org")]
    [InlineData("""{"preferred_username":"joe","upn":"j"}""", "joe")]
    [InlineData("""{"upn":"j"}""", "j")]
    [InlineData("""{"email":"","upn":"j"}""", "j")]
    [InlineData("""{"email":"a\u0001b"}""", null)]
    [InlineData("""{"email":"joe\u009b31m@example.org"}""", null)]
    [InlineData("""{"email":"joe\u202e@example.org","upn":"j"}""", "j")]
    [InlineData("""{"email":"j\u00f6@example.org"}""", "j\u00f6@example.org")]
    [InlineData("""{"email":5}""", null)]
    [InlineData("""{"sub":"1"}""", null)]
    [InlineData("[]", null)]
    public void The_user_is_in_the_ID_token(string claims, string? user) =>
        Assert.Equal(user, UserIn($"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.x"));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b")]
    [InlineData("a..b")]
    [InlineData("a.!.b")]
    [InlineData("a.e.b")]
    public void What_is_no_ID_token_names_nobody(string token) => Assert.Null(UserIn(token));

    static string? UserIn(string token)
    {
        using var answer = Read($$"""{"access_token":"x","id_token":"{{token}}"}""");
        return answer.User;
    }

    static TokenAnswer Read(string json) => TokenAnswer.Read(JsonObject.Read(Encoding.UTF8.GetBytes(json)));
}
