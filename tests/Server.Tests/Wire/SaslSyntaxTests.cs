using System.Text;

namespace Msmtp.Server.Tests;

public sealed class SaslSyntaxTests
{
    [Theory]
    [InlineData("\0me\0secret", "", "me", "secret")]
    [InlineData("other\0me\0secret", "other", "me", "secret")]
    [InlineData("\0m\u00FC\0\u00E4", "", "m\u00FC", "\u00E4")]
    public void Plain_is_three_parts(string message, string authorization, string user, string password)
    {
        Assert.True(PlainMessage.TryParse(Encoding.UTF8.GetBytes(message), out var credentials));

        Assert.Equal((authorization, user), (credentials?.AuthorizationName, credentials?.UserName));
        Assert.True(credentials?.HasPassword(password));
        Assert.False(credentials?.HasPassword(password + "x"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("me")]
    [InlineData("me\0secret")]
    [InlineData("\0me\0secret\0")]
    [InlineData("\0me\0secret\0\0\0")]
    [InlineData("\0\0secret")]
    [InlineData("\0me\0")]
    [InlineData("\0me\0\xFF")]
    public void Anything_else_is_not_plain(string message) =>
        Assert.False(PlainMessage.TryParse(Encoding.Latin1.GetBytes(message), out _));

    [Theory]
    [InlineData("", true)]
    [InlineData("AA==", true)]
    [InlineData("AAAA", true)]
    [InlineData("AA", false)]
    [InlineData("AA=", false)]
    [InlineData("AA==AA==", false)]
    [InlineData("A A==", false)]
    [InlineData(" AAAA", false)]
    [InlineData("AA$=", false)]
    [InlineData("=", false)]
    public void Base64_is_canonical_or_refused(string line, bool isValid) =>
        Assert.Equal(isValid, Base64Line.TryDecode(Encoding.ASCII.GetBytes(line), out _));

    [Fact]
    public void Credentials_never_print_the_password() =>
        Assert.Equal("me", new SmtpCredentials("", "me", "secret"u8.ToArray()).ToString());

    [Theory]
    [InlineData("", "me", "secret", true)]
    [InlineData("me", "me", "secret", true)]
    [InlineData("you", "me", "secret", false)]
    [InlineData("", "me", "Secret", false)]
    [InlineData("", "me", "secretsecret", false)]
    [InlineData("", "you", "secret", false)]
    [InlineData("", "ME", "secret", false)]
    public async Task A_password_table_knows_its_users(string authorization, string user, string password, bool isRight)
    {
        var table = new PasswordTable("me", "secret");

        var answer = await table.CheckAsync(new SmtpCredentials(authorization, user, Encoding.UTF8.GetBytes(password)), CancellationToken.None);

        Assert.Equal(isRight, answer);
    }
}
