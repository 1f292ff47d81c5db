using System.Net;
using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Tests.Support;
using Msmtp.Testing;

namespace Msmtp.Secrets.OAuth.Tests.Http;

/// <summary>How long a provider is waited for, and what is asked of the connector, with a server that says one octet a second.</summary>
public sealed class PatienceTests
{
    const string Short = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    readonly ManualTime time = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_may_come_octet_by_octet()
    {
        var network = new ScriptedConnector(time, Short);

        using var answer = await GetAsync(network);

        Assert.Equal("{}"u8, answer.Body.Span);
        Assert.Equal(0, network.Open);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nX: ")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n")]
    public async Task An_answer_without_end_is_waited_for_60_seconds_in_all(string says)
    {
        var start = time.GetUtcNow();
        var network = new ScriptedConnector(time, says) { IsEndless = true };

        var failure = await FailureAsync(network);

        Assert.Equal("accounts.example.org did not answer in time", failure.Message);
        Assert.Equal(ExitCode.TempFail, failure.ExitCode);
        Assert.True(failure.Failure.IsTemporary);
        Assert.Equal(60, (time.GetUtcNow() - start).TotalSeconds);
        Assert.Equal(0, network.Open);
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(60, 60)]
    [InlineData(600, 60)]
    [InlineData(null, 60)]
    public async Task The_accounts_timeout_holds_if_it_is_shorter(int? timeout, int expected)
    {
        var start = time.GetUtcNow();
        var network = new ScriptedConnector(time, "HTTP/1.1 200 OK\r\n\r\n") { IsEndless = true };

        await FailureAsync(
            network,
            AccountSettings.Empty.With(CommonSettings.Timeout, timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null));

        Assert.Equal(expected, (time.GetUtcNow() - start).TotalSeconds);
        Assert.Equal(TimeSpan.FromSeconds(expected), network.Requests.Single().Timeout);
    }

    [Fact]
    public async Task The_time_that_connecting_took_is_over()
    {
        var start = time.GetUtcNow();
        var network = new ScriptedConnector(time, "HTTP/1.1 200 OK\r\n\r\n") { IsEndless = true, Connecting = TimeSpan.FromSeconds(45) };

        await FailureAsync(network);

        Assert.Equal(60, (time.GetUtcNow() - start).TotalSeconds);
    }

    [Fact]
    public async Task The_connector_is_asked_for_TLS_with_the_trust_file()
    {
        var network = new ScriptedConnector(time, Short);

        using var answer = await GetAsync(network);

        var request = Assert.Single(network.Requests);
        Assert.Equal("accounts.example.org", request.Host);
        Assert.Equal(8443, request.Port);
        Assert.Equal(ConnectionSecurity.Tls, request.Security);
        Assert.Equal("/some/root.pem", request.TrustFile);
        Assert.Equal(TimeSpan.FromSeconds(60), request.Timeout);
        Assert.False(request.IsAccountServer);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("192.0.2.1", false)]
    [InlineData(null, false)]
    public async Task What_is_in_the_clear_does_not_leave_this_machine(string? address, bool isAnswered)
    {
        var network = new ScriptedConnector(time, Short) { Address = address is null ? null : IPAddress.Parse(address) };
        var client = Client(network);

        var request = new HttpRequest(new Uri("http://localhost:9901/t?q"));

        var failure = await Record.ExceptionAsync(async () => (await client.SendAsync(request, Token)).Dispose()) as MailException;

        Assert.Equal(isAnswered, failure is null);
        Assert.Equal(isAnswered ? null : ExitCode.Config, failure?.ExitCode);
        Assert.Equal(isAnswered ? 1 : 0, network.Heard.Count);
        Assert.Equal(0, network.Open);
        Assert.Equal(ConnectionSecurity.None, network.Requests.Single().Security);
    }

    [Theory]
    [InlineData("http://accounts.example.org/")]
    [InlineData("https://joe:geheim@accounts.example.org/")]
    [InlineData("ftp://accounts.example.org/")]
    public async Task Nothing_is_connected_to_for_a_URL_that_is_not_allowed(string url)
    {
        var network = new ScriptedConnector(time, Short);
        var client = Client(network);

        var failure = await Assert.ThrowsAsync<MailException>(async () => await client.SendAsync(new HttpRequest(new Uri(url)), Token));

        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.Equal(DeliveryStage.Configure, failure.Stage);
        Assert.DoesNotContain("geheim", failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(network.Requests);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_temporary()
    {
        var network = new ScriptedConnector(time, "HTTP/1.1 200 OK\r\nX") { Break = new IOException("Connection reset by peer") };

        var failure = await FailureAsync(network);

        Assert.Equal("the connection to accounts.example.org broke: Connection reset by peer", failure.Message);
        Assert.Equal(ExitCode.TempFail, failure.ExitCode);
        Assert.Equal(0, network.Open);
    }

    [Theory]
    [InlineData(ExitCode.NoHost, DeliveryStage.Resolve, ExitCode.TempFail, "cannot reach accounts.example.org: why")]
    [InlineData(ExitCode.TempFail, DeliveryStage.Connect, ExitCode.TempFail, "cannot reach accounts.example.org: why")]
    [InlineData(ExitCode.Unavailable, DeliveryStage.Connect, ExitCode.TempFail, "cannot reach accounts.example.org: why")]
    [InlineData(ExitCode.OsErr, DeliveryStage.Connect, ExitCode.TempFail, "cannot reach accounts.example.org: why")]
    [InlineData(ExitCode.Protocol, DeliveryStage.Tls, ExitCode.TempFail, "cannot reach accounts.example.org: why")]
    [InlineData(ExitCode.Unavailable, DeliveryStage.Tls, ExitCode.TempFail, "the certificate of accounts.example.org was refused: why")]
    [InlineData(ExitCode.NoInput, DeliveryStage.Tls, ExitCode.NoInput, "why")]
    [InlineData(ExitCode.Software, DeliveryStage.Tls, ExitCode.Software, "why")]
    [InlineData(ExitCode.Config, DeliveryStage.Configure, ExitCode.Config, "why")]
    public async Task What_the_connector_says_is_about_the_network_or_about_a_file(
        ExitCode exitCode, DeliveryStage stage, ExitCode expected, string message)
    {
        var network = new ScriptedConnector(time, "") { Failure = new MailException(exitCode, stage, "why") { Advice = "do that" } };

        var failure = await FailureAsync(network);

        Assert.Equal(expected, failure.ExitCode);
        Assert.Equal(message, failure.Message);
        Assert.StartsWith("do that", failure.Advice, StringComparison.Ordinal);
        Assert.Equal(DeliveryStage.Configure, failure.Stage);
        Assert.Equal(expected == ExitCode.TempFail, failure.Failure.IsTemporary);
    }

    HttpsClient Client(ScriptedConnector network, AccountSettings? settings = null) =>
        new(Given.Context(IoMode.Blocking, settings) with { Time = time, ConnectorFactory = _ => network }, "/some/root.pem");

    ValueTask<HttpAnswer> GetAsync(ScriptedConnector network, AccountSettings? settings = null) =>
        Client(network, settings).SendAsync(new HttpRequest(new Uri("https://accounts.example.org:8443/t")), Token);

    Task<MailException> FailureAsync(ScriptedConnector network, AccountSettings? settings = null) =>
        Assert.ThrowsAsync<MailException>(async () => await GetAsync(network, settings));
}
