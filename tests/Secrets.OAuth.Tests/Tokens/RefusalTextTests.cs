using Msmtp.Secrets.OAuth.Tokens;

namespace Msmtp.Secrets.OAuth.Tests.Tokens;

public sealed class RefusalTextTests
{
    [Theory]
    [InlineData("Token has been expired or revoked.", "Token has been expired or revoked.")]
    [InlineData(
        "AADSTS70011: The scope https://outlook.office.com/SMTP.Send isn't valid. Trace ID: 0000aaaa-11bb-cccc-dd33-eeeeee333333 "
            + "Correlation ID: x",
        "AADSTS70011: The scope https://outlook.office.com/SMTP.Send isn't valid.")]
    [InlineData("AADSTS70011: wrong.\r\nTrace ID: 1", "AADSTS70011: wrong.")]
    [InlineData("app '8eaef023-2b34-4da1-9baa-8bc8c9d6a490' is unknown", "app '8eaef023-2b34-4da1-9baa-8bc8c9d6a490' is unknown")]
    [InlineData("a\u001b[31mb\u202ec", "a?[31mb?c")]
    [InlineData("invalid_user_or_password_given", "invalid_user_or_password_given")]
    [InlineData("  ", null)]
    public void A_description_is_one_printable_line(string description, string? shown) =>
        Assert.Equal(shown, RefusalText.Description(description));

    [Theory]
    [InlineData("refresh token 1//0gHdP9CAAAAAGBASNwF-L9IrAbCdEf is bad", "refresh token 1//*** is bad")]
    [InlineData("secret GOCSPX-1AbCdEfGhIjKlMnOpQrStUvWxYz12 is bad", "secret *** is bad")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UifQ0.abcdef0123456789abcd", "***.***.***")]
    [InlineData("secret abc8Q~xyzXYZ0123456789~abcdefghij", "secret ***")]
    [InlineData("code abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP", "code ***")]
    [InlineData("0123456789abcdef", "***")]
    public void What_looks_like_a_token_is_left_out(string description, string shown) =>
        Assert.Equal(shown, RefusalText.Description(description));

    [Fact]
    public void It_has_at_most_200_characters()
    {
        var shown = RefusalText.Description(string.Concat(Enumerable.Repeat("word ", 1000)));

        Assert.Equal(200, shown!.Length);
        Assert.EndsWith("...", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_says_nothing_else()
    {
        var refusal = new TokenRefusal("invalid\ngrant", "1//0gHdP9CAAAAAGBASNwF-L9IrAbCdEf");

        Assert.Equal("invalid: 1//***", refusal.Message);
        Assert.Equal("invalid", refusal.Error);
        Assert.DoesNotContain("AAAAGB", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_work_grows_no_faster_than_the_text() =>
        Assert.Empty(TestKit.Growth.TooFast(static (string text) => RefusalText.Description(text)));
}
