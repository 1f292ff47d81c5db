using Msmtp.Secrets.OAuth.Http;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Tests.Http;

public sealed class FormWriterTests
{
    [Fact]
    public void A_form_is_pairs_of_texts_and_secrets()
    {
        using var token = Secret.FromText("1//x+y");

        using var form = new FormWriter().Add("grant_type", "refresh_token").Add("refresh_token", token).ToSecret();

        Assert.Equal("grant_type=refresh_token&refresh_token=1%2F%2Fx%2By", OctetText.Decode(form.Reveal()));
    }

    // The example of RFC 6749 appendix B.
    [Fact]
    public void Text_is_escaped_as_in_the_rfc()
    {
        using var form = new FormWriter().Add("x", " %&+\u00A3\u20AC").ToSecret();

        Assert.Equal("x=+%25%26%2B%C2%A3%E2%82%AC", OctetText.Decode(form.Reveal()));
    }

    [Fact]
    public void Only_what_needs_it_is_escaped()
    {
        using var form = new FormWriter().Add("a=b", "azAZ09*-._~/:").ToSecret();

        Assert.Equal("a%3Db=azAZ09*-._%7E%2F%3A", OctetText.Decode(form.Reveal()));
    }

    [Fact]
    public void What_has_no_value_is_left_out_and_what_is_empty_stays()
    {
        using var form = new FormWriter().Add("a", (string?)null).Add("b", "").Add("c", (Secret?)null).ToSecret();

        Assert.Equal("b=", OctetText.Decode(form.Reveal()));
    }

    [Fact]
    public void A_secret_need_not_be_text()
    {
        using var secret = new Secret([0, 0xFF, 0x0A]);

        using var form = new FormWriter().Add("s", secret).ToSecret();

        Assert.Equal("s=%00%FF%0A", OctetText.Decode(form.Reveal()));
    }

    [Fact]
    public void A_long_secret_is_written_whole()
    {
        using var secret = Secret.FromText(new string('x', 100_000));

        using var form = new FormWriter().Add("s", secret).ToSecret();

        Assert.Equal("s=" + new string('x', 100_000), OctetText.Decode(form.Reveal()));
    }

    [Fact]
    public void Credentials_are_escaped_before_they_are_joined()
    {
        using var secret = Secret.FromText("p:w%");

        using var credentials = FormWriter.Credentials("https://me", secret);

        Assert.Equal("https%3A%2F%2Fme:p%3Aw%25", OctetText.Decode(credentials.Reveal()));
    }
}
