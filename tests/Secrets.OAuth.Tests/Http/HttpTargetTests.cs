using Msmtp.Secrets.OAuth.Http;

namespace Msmtp.Secrets.OAuth.Tests.Http;

public sealed class HttpTargetTests
{
    const string NotClear = " must be an https URL: http is allowed for this machine itself only (127.0.0.1)";
    const string NoUser = " must be written without a user name or password";

    [Theory]
    [InlineData("https://accounts.example.org", "accounts.example.org", 443, "accounts.example.org", "/")]
    [InlineData("https://accounts.example.org:443/token", "accounts.example.org", 443, "accounts.example.org", "/token")]
    [InlineData("https://accounts.example.org:8443/a/b?c=d", "accounts.example.org", 8443, "accounts.example.org:8443", "/a/b?c=d")]
    [InlineData("HTTPS://Accounts.Example.ORG/Token#part", "accounts.example.org", 443, "accounts.example.org", "/Token")]
    [InlineData("https://B\u00DCCHER.example/", "b\u00FCcher.example", 443, "xn--bcher-kva.example", "/")]
    [InlineData("https://example.org/stra\u00DFe x", "example.org", 443, "example.org", "/stra%C3%9Fe%20x")]
    [InlineData("https://[2001:DB8::1]/t", "2001:db8::1", 443, "[2001:db8::1]", "/t")]
    [InlineData("https://[2001:db8::1]:8443/t", "2001:db8::1", 8443, "[2001:db8::1]:8443", "/t")]
    [InlineData("http://127.0.0.1:9901/token", "127.0.0.1", 9901, "127.0.0.1:9901", "/token")]
    [InlineData("http://127.9.9.9/token", "127.9.9.9", 80, "127.9.9.9", "/token")]
    [InlineData("http://localhost:80/token", "localhost", 80, "localhost", "/token")]
    [InlineData("http://[::1]:9901/token", "::1", 9901, "[::1]:9901", "/token")]
    public void A_URL_says_where_to_connect_and_what_to_ask_for(string url, string host, int port, string field, string path)
    {
        var target = HttpTarget.Of(new Uri(url));

        Assert.Equal(host, target.Host);
        Assert.Equal(port, target.Port);
        Assert.Equal(field, target.HostField);
        Assert.Equal(path, target.PathAndQuery);
        Assert.Equal(target.IsClear, url.StartsWith("http:", StringComparison.Ordinal));
        Assert.True(HttpTarget.IsAllowed(new Uri(url)));
    }

    [Theory]
    [InlineData("http://accounts.example.org/t?code=1", "http://accounts.example.org/t" + NotClear)]
    [InlineData("http://localhost.example.org/", "http://localhost.example.org/" + NotClear)]
    [InlineData("http://128.0.0.1/", "http://128.0.0.1/" + NotClear)]
    [InlineData("https://joe:geheim@accounts.example.org/t", "https://accounts.example.org/t" + NoUser)]
    [InlineData("http://127.0.0.1@accounts.example.org/t", "http://accounts.example.org/t" + NoUser)]
    [InlineData("ftp://accounts.example.org/t?x=1", "ftp://accounts.example.org/t is not an https URL")]
    [InlineData("file:///etc/passwd", "file:///etc/passwd is not an https URL")]
    [InlineData("/token?x=1", "/token is not an https URL")]
    [InlineData("token#x", "token is not an https URL")]
    public void No_request_goes_anywhere_else(string url, string expected)
    {
        var uri = new Uri(url, UriKind.RelativeOrAbsolute);

        Assert.Equal(expected, Assert.Throws<InvalidDataException>(() => HttpTarget.Of(uri)).Message);
        Assert.False(HttpTarget.IsAllowed(uri));
    }

    [Fact]
    public void Messages_have_neither_query_nor_fragment()
    {
        Assert.Equal("https://example.org:8443/a", HttpTarget.Of(new Uri("https://example.org:8443/a?code=secret#state")).Url);
    }
}
