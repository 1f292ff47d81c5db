using System.Text;
using Msmtp.Auth.Sasl.Bearer;

namespace Msmtp.Auth.Sasl.Tests.Bearer;

public sealed class BearerRefusalTests
{
    [Theory]
    // RFC 7628 §4.2.
    [InlineData(
        """{"status":"invalid_token","scope":"example_scope","openid-configuration":"https://example.com/.well-known/openid-configuration"}""",
        "status invalid_token, scope example_scope, openid-configuration https://example.com/.well-known/openid-configuration")]
    // Google's.
    [InlineData(
        """{"status":"401","schemes":"bearer","scope":"https://mail.google.com/"}""", "status 401, scope https://mail.google.com/")]
    [InlineData("""{ "scope": "a b", "nested": {"status": "no"}, "list": [1, {"scope": "no"}], "status": 400 }""", "status 400, scope a b")]
    [InlineData("""{"status":"insufficient_scope","status":"invalid_token"}""", "status invalid_token")]
    [InlineData("""{"status":"invalid_token","scope":null,"openid-configuration":["x"]}""", "status invalid_token")]
    [InlineData("""{"status":"a\nb\u001b[31mc\u009b\u202eü"}""", "status a?b?[31mc???")]
    public void It_is_told_in_a_sentence(string json, string sentence) => Assert.Equal(sentence, Describe(json));

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("\"status\"")]
    [InlineData("{}")]
    [InlineData("""{"status":""}""")]
    [InlineData("""{"status":"400" """)]
    [InlineData("""{"status":"400"}}""")]
    [InlineData("""{"error":"x"}""")]
    [InlineData("""{"status":"401","schemes":"bearer"}""")]
    [InlineData("""{"status":401}""")]
    public void What_says_nothing_new_is_passed_over(string json) => Assert.Null(Describe(json));

    [Theory]
    [InlineData("""{"status":"invalid_token","scope":"the token vF9dft4qmT is wrong"}""")]
    [InlineData("""{"status":"invalid_token","scope":"the token \u0076F9dft4qmT is wrong"}""")]
    public void Nothing_is_told_that_holds_the_token(string json) => Assert.Null(Describe(json));

    [Fact]
    public void A_long_value_is_cut()
    {
        var sentence = Describe($$"""{"status":"400","scope":"{{new string('x', 5000)}}"}""");

        Assert.Equal($"status 400, scope {new string('x', 200)}...", sentence);
    }

    [Fact]
    public void What_is_not_utf8_is_passed_over() => Assert.Null(BearerRefusal.Describe([.. "{\"status\":\"4"u8, 0xFF, .. "\"}"u8], "t"u8));

    static string? Describe(string json) => BearerRefusal.Describe(Encoding.UTF8.GetBytes(json), "vF9dft4qmT"u8);
}
