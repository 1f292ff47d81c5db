using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Server.Tests;

public sealed class AuthTests : IDisposable
{
    const string Right = "AG1lAHNlY3JldA=="; // NUL me NUL secret
    const string Wrong = "AG1lAFNlY3JldA==";

    readonly TestCertificates certificates = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plain_comes_with_its_response_or_after_an_empty_challenge()
    {
        await using var sink = StartSink();
        await using var one = await RawClient.GreetedAsync(sink.Port);
        await using var two = await RawClient.GreetedAsync(sink.Port);

        Assert.Equal("235 2.7.0 authenticated", await one.AskAsync($"AUTH PLAIN {Right}"));
        Assert.Equal("334 ", await two.AskAsync("auth plain"));
        Assert.Equal("235 2.7.0 authenticated", await two.AskAsync(Right));
    }

    [Theory]
    [InlineData("AUTH LOGIN")]
    [InlineData("AUTH LOGIN bWU=")]
    public async Task Login_asks_for_name_and_password(string command)
    {
        await using var sink = StartSink();
        await using var client = await RawClient.GreetedAsync(sink.Port);

        var reply = await client.AskAsync(command);
        if (reply == "334 VXNlcm5hbWU6")
            reply = await client.AskAsync("bWU=");

        Assert.Equal("334 UGFzc3dvcmQ6", reply);
        Assert.Equal("235 2.7.0 authenticated", await client.AskAsync("c2VjcmV0"));
    }

    [Fact]
    public async Task The_name_reaches_the_handler()
    {
        await using var sink = StartSink();
        await using var client = await RawClient.GreetedAsync(sink.Port);
        await client.AskAsync($"AUTH PLAIN {Right}");

        await client.SendAsync("MAIL FROM:<> AUTH=<>\r\nRCPT TO:<a@example.net>\r\nDATA\r\n.\r\n");

        Assert.Equal("me", (await sink.NextMailAsync(Ct)).Envelope.Client.UserName);
    }

    [Theory]
    [InlineData("AUTH", "501 5.5.4 invalid argument")]
    [InlineData("AUTH PLAIN a b", "501 5.5.4 invalid argument")]
    [InlineData("AUTH CRAM-MD5", "504 5.5.4 unknown mechanism")]
    [InlineData("AUTH PLAIN " + Wrong, "535 5.7.8 credentials invalid")]
    [InlineData("AUTH PLAIN =", "501 5.5.2 cannot decode the response")]
    [InlineData("AUTH PLAIN bWU=", "501 5.5.2 cannot decode the response")]
    [InlineData("AUTH PLAIN !", "501 5.5.2 cannot decode the response")]
    public async Task A_wrong_auth_is_refused_and_the_session_goes_on(string command, string reply)
    {
        await using var sink = StartSink();
        await using var client = await RawClient.GreetedAsync(sink.Port);

        Assert.Equal(reply, await client.AskAsync(command));
        Assert.Equal("235 2.7.0 authenticated", await client.AskAsync($"AUTH PLAIN {Right}"));
    }

    [Fact]
    public async Task A_star_cancels()
    {
        await using var sink = StartSink();
        await using var client = await RawClient.GreetedAsync(sink.Port);

        Assert.Equal("334 ", await client.AskAsync("AUTH PLAIN"));
        Assert.Equal("501 5.7.0 AUTH cancelled", await client.AskAsync("*"));
        Assert.Equal("334 UGFzc3dvcmQ6", await client.AskAsync("AUTH LOGIN bWU="));
        Assert.Equal("501 5.7.0 AUTH cancelled", await client.AskAsync("*"));
    }

    [Fact]
    public async Task Auth_has_its_place()
    {
        await using var sink = StartSink(options => options with { RequireAuth = true });
        await using var client = await RawClient.ConnectAsync(sink.Port);
        await client.ReadReplyAsync();

        Assert.Equal("503 5.5.1 say hello first", await client.AskAsync("AUTH PLAIN"));
        await client.AskAsync("HELO a");
        Assert.Equal("503 5.5.1 say hello first", await client.AskAsync("AUTH PLAIN"));
        await client.AskAsync("EHLO a");
        Assert.Equal("530 5.7.0 authentication required", await client.AskAsync("MAIL FROM:<>"));
        await client.AskAsync($"AUTH PLAIN {Right}");
        Assert.Equal("503 5.5.1 already authenticated", await client.AskAsync("AUTH PLAIN"));
        Assert.Equal("250 2.1.0 sender ok", await client.AskAsync("MAIL FROM:<>"));
    }

    [Fact]
    public async Task There_is_no_auth_during_a_mail()
    {
        await using var sink = StartSink();
        await using var client = await RawClient.GreetedAsync(sink.Port);
        await client.AskAsync("MAIL FROM:<>");

        Assert.Equal("503 5.5.1 no AUTH during a mail transaction", await client.AskAsync("AUTH PLAIN"));
    }

    [Fact]
    public async Task Auth_requires_tls()
    {
        await using var sink = StartSink(options => options with
        {
            RequireTlsForAuth = true,
            TlsMode = TlsMode.StartTls,
            Certificate = certificates.Good,
            Extensions = SmtpExtensions.None,
        });
        await using var client = await RawClient.ConnectAsync(sink.Port);

        await client.PlayAsync("""
            S: 220 sink.example.org ESMTP ready
            C: EHLO a
            S: 250-sink.example.org greets a
            S: 250 STARTTLS
            C: AUTH PLAIN
            S: 538 encryption required for AUTH
            C: STARTTLS
            S: 220 ready to start TLS
            """);
        await client.UpgradeAsync(certificates.Authority);
        await client.PlayAsync("""
            C: EHLO a
            S: 250-sink.example.org greets a
            S: 250 AUTH PLAIN LOGIN
            C: AUTH PLAIN AG1lAHNlY3JldA==
            S: 235 authenticated
            """);
    }

    [Fact]
    public async Task Only_the_mechanisms_offered_work()
    {
        await using var sink = StartSink(options => options with { Mechanisms = ["LOGIN"] });
        await using var client = await RawClient.GreetedAsync(sink.Port);

        Assert.Equal("504 5.5.4 unknown mechanism", await client.AskAsync("AUTH PLAIN"));
        Assert.Contains("S: 250 AUTH LOGIN", sink.Transcript);
    }

    [Fact]
    public async Task A_check_that_fails_is_a_reason_to_try_again_later()
    {
        CredentialsCheck broken = (_, _) => throw new TimeoutException("no directory");
        await using var sink = StartSink(options => options with { CredentialsCheck = broken });
        await using var client = await RawClient.GreetedAsync(sink.Port);

        Assert.Equal("454 4.7.0 cannot check credentials now, try again later", await client.AskAsync($"AUTH PLAIN {Right}"));
        Assert.Equal("250 2.0.0 ok", await client.AskAsync("NOOP"));
    }

    [Fact]
    public void Unknown_mechanisms_cannot_be_offered() =>
        Assert.Throws<ArgumentException>(() => StartSink(options => options with { Mechanisms = ["SCRAM-SHA-1"] }));

    [Fact]
    public async Task A_response_may_be_as_long_as_the_rfc_wants_and_no_longer()
    {
        await using var sink = StartSink();
        await using var client = await RawClient.GreetedAsync(sink.Port);
        var longest = Convert.ToBase64String(Encoding.ASCII.GetBytes($"\0me\0{new string('x', 9206)}"));
        Assert.Equal(12280, longest.Length);

        await client.AskAsync("AUTH PLAIN");
        Assert.Equal("535 5.7.8 credentials invalid", await client.AskAsync(longest));
        await client.AskAsync("AUTH PLAIN");
        Assert.Equal("500 5.5.6 AUTH line too long", await client.AskAsync(longest + longest));
    }

    public void Dispose() => certificates.Dispose();

    static MailSink StartSink(Func<SmtpServerOptions, SmtpServerOptions>? configure = null) => MailSink.Start(options =>
    {
        options = options with { CredentialsCheck = new PasswordTable("me", "secret").CheckAsync, RequireTlsForAuth = false };
        return configure is null ? options : configure(options);
    });
}
