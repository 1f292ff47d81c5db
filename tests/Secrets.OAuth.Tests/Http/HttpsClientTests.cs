using System.Text;
using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Tests.Support;
using Msmtp.TestKit;

namespace Msmtp.Secrets.OAuth.Tests.Http;

/// <summary>Over real sockets and TLS, in both ways to do I/O.</summary>
public sealed class HttpsClientTests
{
    public static TheoryData<IoMode> Modes => [IoMode.Blocking, IoMode.Asynchronous];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Modes))]
    public async Task A_request_gets_its_answer(IoMode io)
    {
        await using var web = new WebServer(static _ => WebServer.Json(200, """{"access_token":"t"}"""));
        using var body = new FormWriter().Add("code", "c").ToSecret();

        var sending = SendAsync(Given.Context(io), web, new HttpRequest(new Uri(web.Origin + "/token?a=b")) { Body = body });

        // The command does everything before a call returns.
        Assert.True(io == IoMode.Asynchronous || sending.IsCompleted);
        using var answer = await sending;
        Assert.Equal(200, answer.Status);
        Assert.Equal("""{"access_token":"t"}"""u8, answer.Body.Span);
        var request = web.Requests.Single();
        Assert.StartsWith($"POST /token?a=b HTTP/1.1\r\nHost: {web.Origin["https://".Length..]}\r\n", request, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\ncode=c", request, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_large_answer_in_chunks_after_an_interim_one_is_read(IoMode io)
    {
        var chunks = string.Concat(Enumerable.Repeat("8000\r\n" + new string('x', 0x8000) + "\r\n", 20)) + "0\r\n\r\n";
        await using var web = new WebServer(
            _ => "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);

        using var answer = await GetAsync(io, web);

        Assert.Equal(400, answer.Status);
        Assert.Equal(20 * 0x8000, answer.Body.Length);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task An_old_server_ends_its_answer_by_hanging_up(IoMode io)
    {
        await using var web = new WebServer(static _ => "HTTP/1.0 500 Oops\n\n{}");

        using var answer = await GetAsync(io, web);

        Assert.Equal(500, answer.Status);
        Assert.Equal("{}"u8, answer.Body.Span);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task This_machine_itself_may_be_asked_in_the_clear(IoMode io)
    {
        await using var web = new WebServer(static _ => WebServer.Json(200, "{}"), isClear: true);

        using var answer = await GetAsync(io, web);

        Assert.Equal("{}"u8, answer.Body.Span);
    }

    [Theory]
    [InlineData(IoMode.Blocking, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{", "it ends early")]
    [InlineData(IoMode.Asynchronous, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n", "it ends early")]
    [InlineData(IoMode.Blocking, "", "it is empty")]
    [InlineData(IoMode.Asynchronous, "", "it is empty")]
    [InlineData(IoMode.Blocking, "220 mx.example.org ESMTP\r\n", "it is not HTTP/1.1")]
    [InlineData(IoMode.Blocking, "HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n", "it is longer than 1 MiB")]
    public async Task An_answer_that_is_none_is_temporary(IoMode io, string says, string expected)
    {
        await using var web = new WebServer(_ => says);

        var failure = await FailureAsync(io, web);

        Assert.Equal("the answer of localhost is of no use: " + expected, failure.Message);
        AssertTemporary(failure);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(308)]
    public async Task Redirects_are_not_followed(int status)
    {
        await using var web = new WebServer(_ => $"HTTP/1.1 {status} There\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n");

        var failure = await FailureAsync(IoMode.Blocking, web);

        Assert.Equal($"localhost answered with a redirect ({status}), and redirects are not followed", failure.Message);
        Assert.Equal($"see whether {web.Origin}/ is the right address", failure.Advice);
        AssertTemporary(failure);
        Assert.Single(web.Requests);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_certificate_for_another_host_is_refused_and_nothing_is_sent(IoMode io)
    {
        await using var web = new WebServer(static _ => WebServer.Json(200, "{}"), host: "accounts.example.org");

        var failure = await FailureAsync(io, web);

        Assert.StartsWith(
            "the certificate of localhost was refused: TLS certificate verification failed: The certificate is NOT trusted.",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Contains("the certificate is for accounts.example.org, not for localhost", failure.Advice, StringComparison.Ordinal);
        AssertTemporary(failure);
        Assert.Empty(web.Requests);
    }

    [Fact]
    public async Task A_certificate_of_a_stranger_is_refused_unless_oauth_trust_file_trusts_him()
    {
        await using var web = new WebServer(static _ => WebServer.Json(200, "{}"));
        var context = Given.Context(IoMode.Blocking);

        var failure = await Assert.ThrowsAsync<MailException>(async () =>
            await new HttpsClient(context, null).SendAsync(new HttpRequest(new Uri(web.Origin)), Token));

        Assert.Contains("oauth_trust_file", failure.Advice, StringComparison.Ordinal);
        AssertTemporary(failure);
        Assert.Empty(web.Requests);
    }

    [Fact]
    public async Task Whom_the_account_trusts_the_provider_may_be_signed_by()
    {
        await using var web = new WebServer(static _ => WebServer.Json(200, "{}"));
        var context = Given.Context(IoMode.Blocking, AccountSettings.Empty.With(CommonSettings.TlsTrustFile, web.TrustFile));

        using var answer = await new HttpsClient(context, null).SendAsync(new HttpRequest(new Uri(web.Origin)), Token);

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task A_server_without_TLS_gets_no_request()
    {
        await using var server = new LoopbackServer(static (stream, cancellationToken) =>
            stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), cancellationToken).AsTask());
        var url = new Uri($"https://127.0.0.1:{server.Port}/");

        var failure = await Assert.ThrowsAsync<MailException>(async () =>
            await new HttpsClient(Given.Context(IoMode.Blocking), null).SendAsync(new HttpRequest(url), Token));

        Assert.Equal("cannot reach 127.0.0.1: TLS handshake failed: An unexpected TLS packet was received.", failure.Message);
        Assert.Equal($"127.0.0.1, port {server.Port}, does not use TLS", failure.Advice);
        AssertTemporary(failure);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_port_on_which_nobody_listens_is_named_with_its_host(IoMode io)
    {
        var port = LoopbackServer.ClosedPort();

        var failure = await Assert.ThrowsAsync<MailException>(async () =>
            await new HttpsClient(Given.Context(io), "system").SendAsync(new HttpRequest(new Uri($"https://127.0.0.1:{port}/")), Token));

        Assert.Equal($"cannot reach 127.0.0.1: cannot connect to 127.0.0.1, port {port}: Connection refused", failure.Message);
        Assert.Equal($"nothing is listening on port {port} of 127.0.0.1", failure.Advice);
        AssertTemporary(failure);
    }

    [Fact]
    public async Task A_trust_file_that_cannot_be_read_stays_what_it_is()
    {
        var client = new HttpsClient(Given.Context(IoMode.Blocking), "/nonexistent/root.pem");

        var failure = await Assert.ThrowsAsync<MailException>(async () =>
            await client.SendAsync(new HttpRequest(new Uri("https://127.0.0.1:1/")), Token));

        Assert.Equal("cannot set X509 trust file /nonexistent/root.pem for TLS session: Error while reading file.", failure.Message);
        Assert.Equal(ExitCode.NoInput, failure.ExitCode);
        Assert.Equal(DeliveryStage.Configure, failure.Stage);
        Assert.False(failure.Failure.IsTemporary);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task The_callers_cancellation_stays_one(IoMode io)
    {
        await using var web = new WebServer(static _ => WebServer.Json(200, "{}"));
        using var over = new CancellationTokenSource();
        await over.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await new HttpsClient(Given.Context(io), web.TrustFile).SendAsync(new HttpRequest(new Uri(web.Origin)), over.Token));

        Assert.Empty(web.Requests);
    }

    [Fact]
    public async Task The_trace_has_one_line_without_query_or_secrets()
    {
        await using var web = new WebServer(static _ => WebServer.Json(200, """{"access_token":"geheim"}"""));
        var trace = new Notes();
        using var body = Secret.FromText("code=geheim");
        var client = new HttpsClient(Given.Context(IoMode.Blocking) with { Trace = trace }, web.TrustFile);

        using var answer = await client.SendAsync(new HttpRequest(new Uri(web.Origin + "/token?state=geheim")) { Body = body }, Token);

        Assert.Equal([$"POST {web.Origin}/token: 200"], trace.Lines);
    }

    static ValueTask<HttpAnswer> GetAsync(IoMode io, WebServer web) =>
        SendAsync(Given.Context(io), web, new HttpRequest(new Uri(web.Origin)));

    static ValueTask<HttpAnswer> SendAsync(PluginContext context, WebServer web, HttpRequest request) =>
        new HttpsClient(context, web.TrustFile).SendAsync(request, Token);

    static Task<MailException> FailureAsync(IoMode io, WebServer web) =>
        Assert.ThrowsAsync<MailException>(async () => await GetAsync(io, web));

    static void AssertTemporary(MailException failure)
    {
        Assert.Equal(ExitCode.TempFail, failure.ExitCode);
        Assert.Equal(DeliveryStage.Configure, failure.Stage);
        Assert.True(failure.Failure.IsTemporary);
    }

    sealed class Notes : ITrace
    {
        public List<string> Lines { get; } = [];

        public void Note(string line) => Lines.Add(line);

        public void Received(ReadOnlySpan<byte> line) => Lines.Add(Encoding.Latin1.GetString(line));

        public void Sent(ReadOnlySpan<byte> line) => Lines.Add(Encoding.Latin1.GetString(line));

        public void SentSecret(ReadOnlySpan<byte> visible, ReadOnlySpan<byte> secret) => Lines.Add(Encoding.Latin1.GetString(secret));
    }
}
