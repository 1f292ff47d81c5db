using System.Text;
using Msmtp.Hosting;
using Msmtp.TestKit;

namespace Msmtp.Transport.MailKit.Tests;

/// <summary>What logs in over MailKit's client is the host's authenticator, with whatever mechanisms are registered.</summary>
public sealed class SaslChannelTests : IClassFixture<TestCertificates>
{
    const string Mail = """

        C: MAIL FROM:<me@example.org>
        S: 250 ok
        C: RCPT TO:<you@example.net>
        S: 250 ok
        C: DATA
        S: 354 go on
        --- message ---
        S: 250 ok
        C: QUIT
        S: 221 bye
        """;

    readonly TestCertificates certificates;

    /// <summary>Takes the certificates that all tests share.</summary>
    public SaslChannelTests(TestCertificates certificates) => this.certificates = certificates;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task An_initial_response_goes_with_the_command() => SendAsync("PLAIN", "auth on", $"""
        C: AUTH PLAIN {Base64("\0joe\0secret")}
        S: 235 2.7.0 welcome
        """);

    [Fact]
    public Task Challenges_are_answered_and_those_that_nobody_reads_may_be_anything() => SendAsync("LOGIN", "auth on", $"""
        C: AUTH LOGIN
        S: 334 Username:
        C: {Base64("joe")}
        S: 334 Password:
        C: {Base64("secret")}
        S: 235 welcome
        """);

    [Fact]
    public Task A_long_initial_response_waits_until_the_server_asks_for_it()
    {
        var password = new string('x', 600);
        return SendAsync("PLAIN", "auth on", $"""
            C: AUTH PLAIN
            S: 334 
            C: {Base64("\0joe\0" + password)}
            S: 235 welcome
            """, ("password", password));
    }

    [Fact]
    public Task A_refused_mechanism_is_followed_by_the_next() => SendAsync("PLAIN LOGIN", "auth on", $"""
        C: AUTH PLAIN {Base64("\0joe\0secret")}
        S: 504 5.5.4 not today
        C: AUTH LOGIN
        S: 334 Username:
        C: {Base64("joe")}
        S: 334 Password:
        C: {Base64("secret")}
        S: 235 welcome
        """);

    [Fact]
    public async Task A_challenge_that_makes_no_sense_cancels_the_exchange()
    {
        var failure = await FailAsync("CRAM-MD5", "auth on", """
            C: AUTH CRAM-MD5
            S: 334 @@@
            C: *
            S: 501 cancelled
            """);

        Assert.Equal((ExitCode.Software, "the server sent a challenge that is not base64 (method CRAM-MD5)"), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public async Task A_server_that_hangs_up_is_a_failure_that_passes()
    {
        var failure = await FailAsync("PLAIN", "auth on", "C~ AUTH PLAIN .*");

        Assert.Equal((DeliveryStage.Auth, true), (failure.Stage, failure.Failure.IsTemporary));
    }

    [Fact]
    public async Task CRAM_MD5_shows_too_much_to_be_chosen_without_TLS()
    {
        await using var server = ScriptedServer.Start("S: 220 ready\nC~ EHLO .+\nS: 250-localhost\nS: 250 AUTH CRAM-MD5\n--- gone ---");
        await using var mailer = Mailer(server.Port, ("auth", "on"));

        var failure = await Assert.ThrowsAsync<MailException>(async () => await mailer.SendAsync(Request(), Token));

        await server.FinishAsync();
        Assert.Equal("cannot use a secure authentication method", failure.Message);
    }

    [Theory]
    [InlineData("PLAIN", "C: AUTH PLAIN AGpvZQBzZWNyZXQ=\nS: 235 in", "AUTH PLAIN *AGpvZQBzZWNyZXQ=*")]
    [InlineData("LOGIN", "C: AUTH LOGIN\nS: 334 \nC: am9l\nS: 334 \nC: c2VjcmV0\nS: 235 in", "AUTH LOGIN", "*am9l*", "*c2VjcmV0*")]
    public async Task What_is_sent_is_traced_as_a_secret(string mechanism, string exchange, params string[] sent)
    {
        await using var server = ScriptedServer.Start($"S: 220 ready\nC~ EHLO .+\nS: 250-localhost\nS: 250 AUTH {mechanism}\n{exchange}\nC: QUIT\nS: 221 bye");
        var trace = new Trace();
        var plugin = new PluginUnderTest(new MailKitTransportPlugin());
        var context = plugin.Context($"host localhost\nport {server.Port}\nuser joe\npassword secret");
        var settings = context.Account.Settings.With(CommonSettings.Auth, AuthChoice.Named(mechanism));

        await using (await plugin.Transports["mailkit"](
            context with { Trace = trace, Account = new MailAccount(settings), Mechanisms = new PluginUnderTest(new Auth.Sasl.SaslPlugin()).Mechanisms },
            Token))
        {
        }

        await server.FinishAsync();
        Assert.Equal([.. sent, "QUIT"], trace.Sent.Skip(1));
    }

    static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    static MailRequest Request() =>
        new() { Message = MessageInput.FromOctets("Subject: x\n\nhello\n"u8.ToArray()), To = ["you@example.net"] };

    ScriptedServer Server(string offered, string exchange) => ScriptedServer.Start(
        $"--- tls ---\nS: 220 ready\nC~ EHLO .+\nS: 250-localhost\nS: 250 AUTH {offered}\n" + exchange,
        new ScriptOptions { Certificate = certificates.Good });

    async Task SendAsync(string offered, string auth, string exchange, params (string, string)[] more)
    {
        await using var server = Server(offered, exchange + Mail);
        await using var mailer = Encrypted(server.Port, auth, more);

        var report = await mailer.SendAsync(Request(), Token);

        await mailer.DisposeAsync();
        await server.FinishAsync();
        Assert.True(report.IsSuccess);
    }

    async Task<MailException> FailAsync(string offered, string auth, string exchange)
    {
        await using var server = Server(offered, exchange + "\n--- close ---");
        await using var mailer = Encrypted(server.Port, auth);

        return await Assert.ThrowsAsync<MailException>(async () => await mailer.SendAsync(Request(), Token));
    }

    IMailer Encrypted(int port, string auth, params (string, string)[] more) => Mailer(
        port, [("host", "localhost"), ("tls", "on"), ("tls_starttls", "off"), ("tls_trust_file", certificates.AuthorityFile), ("auth", auth[5..]), .. more]);

    static IMailer Mailer(int port, params (string Command, string Argument)[] more)
    {
        var commands = new Dictionary<string, string>
        {
            ["host"] = "127.0.0.1", ["port"] = $"{port}", ["from"] = "me@example.org", ["transport"] = "mailkit", ["user"] = "joe", ["password"] = "secret",
        };
        foreach (var (command, argument) in more)
            commands[command] = argument;
        return new MailerBuilder().AddDefaultPlugins().AddPlugin(new MailKitTransportPlugin()).AddAccount("default", commands).Build();
    }

    /// <summary>Writes down what is sent, secrets between asterisks.</summary>
    sealed class Trace : ITrace
    {
        public List<string> Sent { get; } = [];

        void ITrace.Received(ReadOnlySpan<byte> line)
        {
        }

        void ITrace.Sent(ReadOnlySpan<byte> line) => Sent.Add(Encoding.UTF8.GetString(line));

        void ITrace.SentSecret(ReadOnlySpan<byte> visible, ReadOnlySpan<byte> secret) =>
            Sent.Add($"{Encoding.UTF8.GetString(visible)}*{Encoding.UTF8.GetString(secret)}*");

        void ITrace.Note(string line)
        {
        }
    }
}
