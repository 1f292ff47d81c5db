using System.Security.Cryptography;
using System.Text;
using Auth.Example;
using Msmtp.Hosting;
using Msmtp.TestKit;
using Msmtp.Transport.MailKit;

namespace Msmtp.Tests;

/// <summary>
/// A mechanism that a stranger has written takes part like ours, with every transport: X-EXAMPLE, which knows nothing but the contracts.
/// </summary>
public abstract class StrangersMechanismTests : IClassFixture<TestCertificates>, IDisposable
{
    const string Hello = """
        S: 220 ready
        C~ EHLO .+
        S: 250-localhost
        S: 250 STARTTLS
        C: STARTTLS
        S: 220 go ahead
        --- tls ---
        C~ EHLO .+
        S: 250-localhost
        S: 250 AUTH PLAIN SCRAM-SHA-256 X-EXAMPLE

        """;

    const string Mail = """

        S: 235 welcome
        C~ MAIL FROM:<me@example.org>.*
        S: 250 ok
        C: RCPT TO:<you@example.net>
        S: 250 ok
        C: DATA
        S: 354 go ahead
        --- message ---
        S: 250 taken
        C: QUIT
        S: 221 bye
        """;

    readonly TestCertificates certificates;
    readonly string transport;
    readonly TempDirectory folder = new();

    /// <summary>Takes the certificates that all tests share, and the transport.</summary>
    protected StrangersMechanismTests(TestCertificates certificates, string transport)
    {
        this.certificates = certificates;
        this.transport = transport;
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("auth on")]
    [InlineData("auth x-example")]
    public async Task It_wins_by_its_strength_or_by_its_name(string auth) =>
        await SendAsync(Hello + Exchange("joe") + Mail, $"{auth}\nuser joe\n");

    [Fact]
    public async Task It_has_settings_of_its_own() =>
        await SendAsync(Hello + Exchange("joe@desk") + Mail, "auth on\nuser joe\nx_example_device desk\n");

    [Theory]
    [InlineData("504 5.5.4 no such mechanism")]
    [InlineData("534 5.7.9 too new")]
    public async Task Where_the_server_refuses_it_the_next_strongest_follows(string reply)
    {
        var script = Hello.Replace("SCRAM-SHA-256 ", "", StringComparison.Ordinal)
            + $"C: AUTH X-EXAMPLE\nS: {reply}\nC: AUTH PLAIN {Base64("\0joe\0secret")}" + Mail;

        await SendAsync(script, "auth on\nuser joe\n");
    }

    [Fact]
    public async Task Where_it_cannot_begin_the_next_strongest_follows()
    {
        var script = Hello.Replace("SCRAM-SHA-256 ", "", StringComparison.Ordinal) + $"C: AUTH PLAIN {Base64("\0joe smith\0secret")}" + Mail;

        await SendAsync(script, "auth on\nuser joe smith\n");
    }

    [Fact]
    public async Task A_server_that_it_finds_out_gets_nothing_from_the_others()
    {
        var script = Hello + $"""
            C: AUTH X-EXAMPLE
            S: 334 {Base64("nonce")}
            C: {Base64("joe " + Proof("nonce"))}
            S: 334 {Base64("I know it, really")}
            C: *
            S: 504 5.5.4 try PLAIN
            --- gone ---
            """;

        var failure = await FailAsync(script, "auth on\nuser joe\n");

        Assert.Equal(
            (ExitCode.Software, "the server does not know the password either (method X-EXAMPLE)"), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public async Task Without_TLS_it_is_not_chosen_since_it_does_not_say_that_it_is_safe()
    {
        var failure = await FailAsync(
            "S: 220 ready\nC~ EHLO .+\nS: 250-localhost\nS: 250 AUTH PLAIN X-EXAMPLE\n--- gone ---", "tls off\nauth on\nuser joe\n");

        Assert.Equal((ExitCode.Unavailable, "cannot use a secure authentication method"), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public async Task It_is_told_that_it_needs_a_user_like_ours()
    {
        var failure = await FailAsync(Hello + "--- gone ---", "auth x-example\n");

        Assert.Equal((ExitCode.Unavailable, "authentication method X-EXAMPLE needs a user name"), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public async Task Without_the_plugin_its_name_is_an_error_of_the_configuration()
    {
        await using var mailer = new MailerBuilder().AddPlugins(DefaultPlugins.All).AddPlugin(new MailKitTransportPlugin()).UseConfiguration(Configuration(1, "auth x-example\n")).Build();

        var failure = await Assert.ThrowsAsync<MailException>(async () => await mailer.SendAsync(Request(), Token));

        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.EndsWith("line 9: invalid argument x-example for command auth", failure.Message, StringComparison.Ordinal);
    }

    static string Exchange(string name) => $"""
        C: AUTH X-EXAMPLE
        S: 334 {Base64("nonce")}
        C: {Base64($"{name} {Proof("nonce")}")}
        S: 334 {Base64(Proof($"{name} {Proof("nonce")}"))}
        C:
        """;

    static string Proof(string text) => Convert.ToHexStringLower(HMACSHA256.HashData("secret"u8, Encoding.UTF8.GetBytes(text)));

    static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    static MailRequest Request() => new() { Message = new MemoryStream("Subject: x\n\nhello\n"u8.ToArray()), To = ["you@example.net"] };

    async Task SendAsync(string script, string settings)
    {
        await using var server = ScriptedServer.Start(script, new ScriptOptions { Certificate = certificates.Good });
        await using var mailer = Mailer(server.Port, settings);

        var result = await mailer.SendAsync(Request(), Token);

        // A mailer keeps its connections, and says goodbye when it goes itself.
        await mailer.DisposeAsync();
        await server.FinishAsync();
        Assert.True(result.IsSuccess);
    }

    async Task<MailException> FailAsync(string script, string settings)
    {
        await using var server = ScriptedServer.Start(script, new ScriptOptions { Certificate = certificates.Good });
        await using var mailer = Mailer(server.Port, settings);

        var failure = await Assert.ThrowsAsync<MailException>(async () => await mailer.SendAsync(Request(), Token));

        await server.FinishAsync();
        return failure;
    }

    IMailer Mailer(int port, string settings) => new MailerBuilder()
        .AddPlugins(DefaultPlugins.All)
        .AddPlugin(new ExamplePlugin())
        .AddPlugin(new MailKitTransportPlugin())
        .UseConfiguration(Configuration(port, settings))
        .Build();

    string Configuration(int port, string settings)
    {
        var path = folder.Write("msmtprc", $"""
            account default
            host localhost
            port {port}
            from me@example.org
            tls on
            tls_trust_file {certificates.AuthorityFile}
            password secret
            transport {transport}
            {settings}
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }
}

/// <summary>Over our own transport.</summary>
public sealed class StrangersMechanismOverSmtpTests(TestCertificates certificates) : StrangersMechanismTests(certificates, "smtp");

/// <summary>Over MailKit's client.</summary>
public sealed class StrangersMechanismOverMailKitTests(TestCertificates certificates) : StrangersMechanismTests(certificates, "mailkit");

/// <summary>What an application writes for itself.</summary>
static class MailerBuilderExtensions
{
    public static MailerBuilder AddPlugins(this MailerBuilder builder, IEnumerable<IPlugin> plugins) =>
        plugins.Aggregate(builder, static (some, plugin) => some.AddPlugin(plugin));
}
