using Msmtp.Secrets.OAuth.Http;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Tests.Http;

public sealed class RequestTextTests
{
    [Fact]
    public void Without_a_body_it_is_a_GET() => Assert.Equal(
        """
        GET /.well-known/openid-configuration?x=1 HTTP/1.1
        Host: accounts.example.org:8443
        User-Agent: msmtp
        Accept: application/json
        Accept-Encoding: identity
        Connection: close


        """.ReplaceLineEndings("\r\n"),
        Text(new HttpRequest(new Uri("https://accounts.example.org:8443/.well-known/openid-configuration?x=1"))));

    [Fact]
    public void With_a_body_it_is_a_POST()
    {
        using var body = new FormWriter().Add("token", "a b").ToSecret();
        using var credentials = Secret.FromText("me:pass");

        var text = Text(new HttpRequest(new Uri("https://accounts.example.org/token")) { Body = body, BasicCredentials = credentials });

        Assert.Equal(
            """
            POST /token HTTP/1.1
            Host: accounts.example.org
            User-Agent: msmtp
            Accept: application/json
            Accept-Encoding: identity
            Connection: close
            Authorization: Basic bWU6cGFzcw==
            Content-Type: application/x-www-form-urlencoded
            Content-Length: 9

            token=a+b
            """.ReplaceLineEndings("\r\n"),
            text);
    }

    [Fact]
    public void A_body_of_another_type_says_so()
    {
        using var body = Secret.FromText("{}");

        var text = Text(new HttpRequest(new Uri("https://example.org/register")) { Body = body, ContentType = "application/json" });

        Assert.EndsWith("\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_body_is_a_body()
    {
        using var body = new Secret([]);

        var text = Text(new HttpRequest(new Uri("https://example.org/")) { Body = body });

        Assert.StartsWith("POST / HTTP/1.1\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\nContent-Length: 0\r\n\r\n", text, StringComparison.Ordinal);
    }

    static string Text(HttpRequest request)
    {
        using var text = RequestText.Write(request, HttpTarget.Of(request.Url));
        return OctetText.Decode(text.Octets);
    }
}
