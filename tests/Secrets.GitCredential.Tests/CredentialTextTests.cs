using Msmtp.Text;

namespace Msmtp.Secrets.GitCredential.Tests;

public sealed class CredentialTextTests
{
    static readonly CredentialContext Joe = new("smtp", "mail.example.org:587") { User = "joe" };

    [Fact]
    public void A_question_has_the_attributes_of_git_send_email()
    {
        using var text = CredentialText.Write(Joe);

        Assert.Equal("protocol=smtp\nhost=mail.example.org:587\nusername=joe\n\n", OctetText.Decode(text.Reveal()));
    }

    [Fact]
    public void What_is_stored_has_all_that_the_helper_has_said()
    {
        using var answer = new CredentialAnswer { RefreshToken = Secret.FromText("again"), Expiry = 1234 };
        using var password = Secret.FromText("p=ss word");
        using var text = CredentialText.Write(Joe, password, answer);

        Assert.Equal(
            "protocol=smtp\nhost=mail.example.org:587\nusername=joe\npassword=p=ss word\n"
            + "oauth_refresh_token=again\npassword_expiry_utc=1234\n\n",
            OctetText.Decode(text.Reveal()));
    }

    [Fact]
    public void A_long_token_is_written_whole()
    {
        using var token = Secret.FromText(new string('x', 100_000));
        using var text = CredentialText.Write(Joe, token);

        Assert.Contains(new string('x', 100_000) + "\n", OctetText.Decode(text.Reveal()), StringComparison.Ordinal);
    }

    // CVE-2020-5260: whoever could put a line break into a value could ask for the password of another host.
    [Theory]
    [InlineData("joe\nhost=evil.example")]
    [InlineData("joe\r")]
    [InlineData("joe\0")]
    public void A_value_that_would_break_its_line_is_refused(string value)
    {
        Assert.Throws<InvalidDataException>(() => CredentialText.Write(Joe with { User = value }));
        Assert.Throws<InvalidDataException>(() => CredentialText.Write(Joe with { Path = value }));
        Assert.Throws<InvalidDataException>(() => CredentialText.Write(new CredentialContext("smtp", value)));
        Assert.Throws<InvalidDataException>(() => CredentialText.Write(Joe, Secret.FromText(value)));
    }

    [Theory]
    [InlineData("password=secret", "secret")]
    [InlineData("password=secret\n", "secret")]
    [InlineData("password=secret\r\n", "secret")]
    [InlineData("username=joe\npassword=secret\n\n", "secret")]
    [InlineData("password=one\npassword=two\n", "two")]
    [InlineData("password= a=b \n", " a=b ")]
    [InlineData("password=secret\n\npassword=other\n", "secret")]
    [InlineData("capability[]=authtype\nwwwauth[]=x\npassword=secret\nephemeral=1\n", "secret")]
    [InlineData("password=\n", null)]
    [InlineData("", null)]
    [InlineData("\n", null)]
    [InlineData("authtype=Bearer\ncredential=token\n", null)]
    public void An_answer_is_read(string text, string? password)
    {
        using var answer = Read(text);

        Assert.Equal(password, answer.Password is null ? null : OctetText.Decode(answer.Password.Reveal()));
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("=secret")]
    [InlineData("password=sec\0ret")]
    [InlineData("username=joe\nsecret\n")]
    public void What_is_no_such_text_is_refused_without_repeating_it(string text)
    {
        var failure = Assert.Throws<InvalidDataException>(() => Read(text));

        Assert.DoesNotContain("sec", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("password_expiry_utc=1000\n", 999, false)]
    [InlineData("password_expiry_utc=1000\n", 1000, false)]
    [InlineData("password_expiry_utc=1000\n", 1001, true)]
    [InlineData("password_expiry_utc=soon\n", 1001, false)]
    [InlineData("password_expiry_utc=10x\n", 1001, false)]
    [InlineData("", 1001, false)]
    public void An_answer_expires(string text, int now, bool hasExpired)
    {
        using var answer = Read(text);

        Assert.Equal(hasExpired, answer.HasExpired(DateTimeOffset.FromUnixTimeSeconds(now)));
    }

    [Theory]
    [InlineData("quit=1\n", true)]
    [InlineData("quit=true\n", true)]
    [InlineData("quit=0\n", false)]
    [InlineData("quit=\n", false)]
    [InlineData("", false)]
    public void A_helper_may_end_the_search(string text, bool quits)
    {
        using var answer = Read(text);

        Assert.Equal(quits, answer.Quits);
    }

    [Fact]
    public void Whatever_octets_come_they_are_read_or_refused()
    {
        var random = new Random(5260);
        var alphabet = "password=quit1\n\r\0=\u00ff"u8.ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var soup = random.GetItems(alphabet, random.Next(40));
            Assert.True(Record.Exception(() => CredentialText.Read(soup).Dispose()) is null or InvalidDataException);
        }
    }

    static CredentialAnswer Read(string text) => CredentialText.Read(OctetText.Encode(text));
}
