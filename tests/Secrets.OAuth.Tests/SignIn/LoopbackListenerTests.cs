using System.Text;
using Msmtp.Secrets.OAuth.SignIn;
using Msmtp.Secrets.OAuth.Tests.Support;
using Msmtp.TestKit;

namespace Msmtp.Secrets.OAuth.Tests.SignIn;

public sealed class LoopbackListenerTests : IDisposable
{
    const string State = "xyz";
    const string Response = "/?code=c&state=xyz";

    static readonly byte[] Done = Page.SignedIn("joe@example.org");

    readonly LoopbackListener listener = LoopbackListener.Open(port: 0, "http://127.0.0.1/");

    public void Dispose() => listener.Dispose();

    [Fact]
    public void The_browser_that_brings_the_response_is_answered_when_the_outcome_is_known()
    {
        using var browser = RawBrowser.Asking(listener.Port, Response);

        var response = Await();
        listener.Answer(Done);

        Assert.Equal("c", response?.Code);
        Assert.Equal(Encoding.UTF8.GetString(Done), browser.ReadToEnd());
    }

    [Fact]
    public void A_failure_is_told_as_well()
    {
        using var browser = RawBrowser.Asking(listener.Port, "/?error=access_denied&state=xyz");

        var response = Await();
        listener.Answer(Page.Failed("No.", advice: null));

        Assert.Equal("access_denied", response?.Error);
        Assert.Contains("<p>No.</p>", browser.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Connections_that_stay_silent_hold_nobody_up()
    {
        var silent = Enumerable.Range(0, 5).Select(_ => new RawBrowser(listener.Port)).ToList();
        using var slow = new RawBrowser(listener.Port);
        slow.Send("GET /?co");
        using var browser = RawBrowser.Asking(listener.Port, Response);

        var response = Await();
        listener.Answer(Done);

        Assert.Equal("c", response?.Code);
        Assert.Contains("Signed in as joe", browser.ReadToEnd(), StringComparison.Ordinal);
        silent.ForEach(static each => each.Dispose());
    }

    [Fact]
    public void A_request_may_come_octet_by_octet()
    {
        using var browser = new RawBrowser(listener.Port);
        foreach (var octet in $"GET {Response} HTTP/1.1\r\nHost: localhost:{listener.Port}\r\n\r")
        {
            browser.Send(octet.ToString());
            Assert.Null(listener.Serve(State, TimeSpan.FromMilliseconds(1)));
        }
        browser.Send("\n");

        Assert.Equal("c", Await()?.Code);
    }

    [Fact]
    public void Connections_that_break_end_nothing()
    {
        new RawBrowser(listener.Port).Reset();
        var begun = new RawBrowser(listener.Port);
        begun.Send("GET /");
        Assert.Null(listener.Serve(State, TimeSpan.Zero));
        Assert.Null(listener.Serve(State, TimeSpan.Zero));
        begun.Reset();
        RawBrowser.Asking(listener.Port, "/other").Reset();
        new RawBrowser(listener.Port).Dispose();
        using var browser = RawBrowser.Asking(listener.Port, Response);

        Assert.Equal("c", Await()?.Code);
    }

    [Fact]
    public void A_browser_that_has_gone_before_its_answer_ends_nothing()
    {
        var browser = RawBrowser.Asking(listener.Port, Response);
        var response = Await();
        browser.Reset();

        listener.Answer(Done);

        Assert.Equal("c", response?.Code);
    }

    [Theory]
    [InlineData("/?code=stolen&state=abc", "400 Bad Request")]
    [InlineData("/?code=stolen", "400 Bad Request")]
    [InlineData("/", "400 Bad Request")]
    [InlineData("/?code=a&code=b&state=xyz", "400 Bad Request")]
    [InlineData("/favicon.ico", "404 Not Found")]
    [InlineData("/other?code=c&state=xyz", "404 Not Found")]
    public void Requests_of_others_are_answered_and_the_right_one_still_works(string target, string status)
    {
        using var other = RawBrowser.Asking(listener.Port, target);
        Assert.Null(listener.Serve(State, Long));
        Assert.Null(listener.Serve(State, Long));
        using var browser = RawBrowser.Asking(listener.Port, Response);

        Assert.StartsWith("HTTP/1.1 " + status, other.ReadToEnd(), StringComparison.Ordinal);
        Assert.Equal("c", Await()?.Code);
    }

    [Theory]
    [InlineData("POST", "127.0.0.1", "405 Method Not Allowed")]
    [InlineData("OPTIONS", "localhost", "405 Method Not Allowed")]
    [InlineData("GET", "rebound.example", "400 Bad Request")]
    public void Only_a_page_for_this_machine_is_read(string method, string host, string status)
    {
        using var other = RawBrowser.Asking(listener.Port, Response, method, $"{host}:{listener.Port}");
        Assert.Null(listener.Serve(State, Long));
        Assert.Null(listener.Serve(State, Long));

        Assert.StartsWith("HTTP/1.1 " + status, other.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_HTTP_is_answered_at_once()
    {
        using var browser = new RawBrowser(listener.Port);
        browser.Send("\u0016\u0003\u0001");
        Assert.Null(listener.Serve(State, Long));
        Assert.Null(listener.Serve(State, Long));

        Assert.StartsWith("HTTP/1.1 400 ", browser.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_asks_again_gets_the_same_page_and_no_code_comes_twice()
    {
        using var first = RawBrowser.Asking(listener.Port, Response);
        var response = Await();
        using var second = RawBrowser.Asking(listener.Port, Response);
        using var icon = RawBrowser.Asking(listener.Port, "/favicon.ico");

        listener.Answer(Done);

        Assert.NotNull(response);
        Assert.Equal(first.ReadToEnd(), second.ReadToEnd());
        Assert.StartsWith("HTTP/1.1 404 ", icon.ReadToEnd(), StringComparison.Ordinal);
        Assert.Null(listener.Serve(State, TimeSpan.Zero));
    }

    [Fact]
    public void Two_that_ask_at_the_same_time_are_both_answered()
    {
        using var first = new RawBrowser(listener.Port);
        using var second = new RawBrowser(listener.Port);
        Assert.Null(listener.Serve(State, Long));
        Assert.Null(listener.Serve(State, Long));
        first.Send($"GET {Response} HTTP/1.1\r\nHost: localhost:{listener.Port}\r\n\r\n");
        second.Send($"GET {Response} HTTP/1.1\r\nHost: localhost:{listener.Port}\r\n\r\n");

        Assert.Equal("c", Await()?.Code);
        listener.Answer(Done);

        Assert.Equal(first.ReadToEnd(), second.ReadToEnd());
    }

    [Fact]
    public void Hundreds_of_connections_are_too_many_to_keep()
    {
        var many = Enumerable.Range(0, 200).Select(_ => new RawBrowser(listener.Port)).ToList();
        for (var i = 0; i < many.Count; i++)
            Assert.Null(listener.Serve(State, Long));
        using var browser = RawBrowser.Asking(listener.Port, Response);

        Assert.Equal("c", Await()?.Code);
        Assert.Equal("", many[0].ReadToEnd());
        many.ForEach(static each => each.Dispose());
    }

    [Fact]
    public void Without_a_response_nobody_waits_for_an_answer()
    {
        listener.Answer(Done);

        using var browser = RawBrowser.Asking(listener.Port, Response);
        Assert.Equal("c", Await()?.Code);
    }

    [Theory]
    [InlineData("http://127.0.0.1/", "http://127.0.0.1:{0}/", "/?code=c&state=xyz")]
    [InlineData("http://localhost", "http://localhost:{0}", "/?code=c&state=xyz")]
    [InlineData("http://localhost/a/b", "http://localhost:{0}/a/b", "/a/b?code=c&state=xyz")]
    public void The_port_is_put_into_the_address_that_the_client_is_registered_with(string registered, string format, string target)
    {
        using var other = LoopbackListener.Open(port: 0, registered);
        using var browser = RawBrowser.Asking(other.Port, target);

        Assert.Equal(string.Format(System.Globalization.CultureInfo.InvariantCulture, format, other.Port), other.RedirectUri);
        Assert.Equal("c", Await(other)?.Code);
    }

    [Fact]
    public void A_port_is_free_again_at_once_for_the_next_sign_in()
    {
        var port = LoopbackServer.ClosedPort();
        for (var round = 0; round < 2; round++)
        {
            using var again = LoopbackListener.Open(port, "http://127.0.0.1/");
            using var browser = RawBrowser.Asking(port, Response);
            Assert.Equal("c", Await(again)?.Code);
            again.Answer(Done);
        }
    }

    [Fact]
    public void A_port_that_is_taken_is_told()
    {
        var failure = Assert.Throws<MailException>(() => LoopbackListener.Open(listener.Port, "http://127.0.0.1/"));

        Assert.Equal($"cannot listen on port {listener.Port} of 127.0.0.1: Address already in use", failure.Message);
        Assert.Equal(ExitCode.OsErr, failure.ExitCode);
        Assert.Equal("choose another oauth_redirect_port, or none for any that is free", failure.Advice);
    }

    // What a test waits for happens right away or never.
    static TimeSpan Long => TimeSpan.FromSeconds(10);

    AuthorizationResponse? Await() => Await(listener);

    static AuthorizationResponse? Await(LoopbackListener listener)
    {
        for (var round = 0; round < 100; round++)
            if (listener.Serve(State, Long) is { } response)
                return response;
        return null;
    }
}
