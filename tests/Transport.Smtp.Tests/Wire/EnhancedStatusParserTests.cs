namespace Msmtp.Transport.Smtp.Tests;

public sealed class EnhancedStatusParserTests
{
    [Theory]
    [InlineData("2.1.0 ok", "2.1.0")]
    [InlineData("5.7.28", "5.7.28")]
    [InlineData("4.123.456 later", "4.123.456")]
    public void A_code_in_front_of_the_text_is_found(string text, string status)
    {
        Assert.Equal(status, EnhancedStatusParser.Find(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("3.1.0 ok")]
    [InlineData("2.1 ok")]
    [InlineData("2.1.0.4 ok")]
    [InlineData("2..0 ok")]
    [InlineData("2.1.0ok")]
    [InlineData("2.1.1234 ok")]
    [InlineData("2.-1.0 ok")]
    [InlineData("10.0.0.1 greets you")]
    public void Text_without_a_code_has_none(string text)
    {
        Assert.Null(EnhancedStatusParser.Find(text));
    }
}
