using System.Text;
using Msmtp.Secrets.OAuth.SignIn;

namespace Msmtp.Secrets.OAuth.Tests.SignIn;

public sealed class BrowserRequestTests
{
    const string Whole =
        "GET /?code=a%20b&state=xyz HTTP/1.1\r\nUser-Agent: Mozilla/5.0\r\nhOST:\t127.0.0.1:8025 \r\nCookie: Host: x\r\n\r\n";

    [Fact]
    public void A_request_is_read_when_it_is_whole()
    {
        for (var length = 0; length < Whole.Length; length++)
            Assert.Null(Read(Whole[..length]));

        var request = Read(Whole);

        Assert.NotNull(request);
        Assert.Equal(("GET", "/", "code=a%20b&state=xyz", "127.0.0.1:8025"), (request.Method, request.Path, request.Query, request.Host));
    }

    [Fact]
    public void What_follows_is_not_read() => Assert.Equal("code=a%20b&state=xyz", Read(Whole + "GET / HTTP/1.1\r\n\r\n")?.Query);

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "GET", "/", "")]
    [InlineData("HEAD /favicon.ico HTTP/1.0\r\n\r\n", "HEAD", "/favicon.ico", "")]
    [InlineData("POST /a?b?c=/d HTTP/1.1\r\n\r\n", "POST", "/a", "b?c=/d")]
    public void A_request_has_a_method_a_path_and_perhaps_a_query(string text, string method, string path, string query)
    {
        var request = Read(text);

        Assert.Equal((method, path, query), (request?.Method, request?.Path, request?.Query));
    }

    [Theory]
    [InlineData("\u0016\u0003\u0001\u0002")]
    [InlineData("get / HTTP/1.1\r\n\r\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("GET /\r\n\r\n")]
    [InlineData("GET  / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/2\r\n\r\n")]
    [InlineData("GET / HTTP/1.x\r\n\r\n")]
    [InlineData("GET /a b HTTP/1.1\r\n\r\n")]
    [InlineData("GET http://127.0.0.1/ HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT 127.0.0.1:80 HTTP/1.1\r\n\r\n")]
    public void Anything_else_is_refused(string text) => Assert.Throws<InvalidDataException>(() => Read(text));

    [Fact]
    public void What_cannot_become_a_request_is_refused_with_its_first_octet() => Assert.Throws<InvalidDataException>(() => Read("\u0016"));

    [Fact]
    public void A_head_is_bounded()
    {
        var head = "GET /?" + new string('x', BrowserRequest.LongestHead);

        Assert.Null(Read(head[..(BrowserRequest.LongestHead - 1)]));
        Assert.Throws<InvalidDataException>(() => Read(head[..BrowserRequest.LongestHead]));
    }

    [Theory]
    [InlineData("Host: 127.0.0.1:8025", true)]
    [InlineData("Host: localhost:8025", true)]
    [InlineData("HOST: LocalHost:8025", true)]
    [InlineData("Host: 127.0.0.1", false)]
    [InlineData("Host: 127.0.0.1:8026", false)]
    [InlineData("Host: rebound.example:8025", false)]
    [InlineData("Host: localhost.example:8025", false)]
    [InlineData("X-Host: localhost:8025", false)]
    [InlineData("Host: localhost:8025\r\nHost: localhost:8025", false)]
    public void It_is_for_this_machine_if_it_says_so(string fields, bool expected) =>
        Assert.Equal(expected, Read($"GET / HTTP/1.1\r\n{fields}\r\n\r\n")?.IsFor(8025));

    static BrowserRequest? Read(string text) => BrowserRequest.Read(Encoding.Latin1.GetBytes(text));
}
