using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Msmtp.Hosting;
using Msmtp.Testing;
using Msmtp.TestKit;

namespace Msmtp.Tests;

/// <summary>
/// A source of tokens that a stranger has written fetches one over HTTPS, from a real web server, by the account's connector: what the
/// account says of its own server is not asked of the provider.
/// </summary>
public sealed class StrangersConnectionTests : IClassFixture<TestCertificates>, IDisposable
{
    const string Token = "a-fresh-token";

    readonly TestCertificates certificates;
    readonly TempDirectory folder = new();

    /// <summary>Takes the certificates that all tests share.</summary>
    public StrangersConnectionTests(TestCertificates certificates) => this.certificates = certificates;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_token_comes_over_HTTPS_while_the_mail_server_is_pinned_and_shown_a_certificate()
    {
        var asked = new List<string>();
        await using var provider = await ProviderAsync(certificates.Good, asked);
        await using var server = ScriptedServer.Start(Login, new ScriptOptions { Certificate = certificates.ByOtherAuthority });
        await using var mailer = Mailer(server.Port, PortOf(provider));

        var result = await mailer.SendAsync(Request(), Stop);

        await mailer.DisposeAsync();
        await server.FinishAsync();
        Assert.True(result.IsSuccess);
        // Whoever connects shows no certificate of the account's.
        Assert.Equal(["/token for joe, no certificate"], asked);
    }

    [Fact]
    public async Task A_provider_that_nobody_trusts_is_told_nothing()
    {
        var asked = new List<string>();
        await using var provider = await ProviderAsync(certificates.WrongHost, asked);
        await using var server = ScriptedServer.Start(Hello + "--- gone ---", new ScriptOptions { Certificate = certificates.ByOtherAuthority });
        await using var mailer = Mailer(server.Port, PortOf(provider));

        var failure = await Assert.ThrowsAsync<MailException>(async () => await mailer.SendAsync(Request(), Stop));

        await mailer.DisposeAsync();
        await server.FinishAsync();
        Assert.Empty(asked);
        Assert.Contains("The name in the certificate does not match the expected.", failure.Message, StringComparison.Ordinal);
    }

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
        S: 250 AUTH XOAUTH2

        """;

    static string Login => Hello + $"""
        C: AUTH XOAUTH2
        S: 334 {""}
        C: {Convert.ToBase64String(Encoding.UTF8.GetBytes($"user=joe\u0001auth=Bearer {Token}\u0001\u0001"))}
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
        """;

    static MailRequest Request() => new() { Message = new MemoryStream("Subject: x\n\nhello\n"u8.ToArray()), To = ["you@example.net"] };

    static async Task<WebApplication> ProviderAsync(X509Certificate2 certificate, List<string> asked)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate, https =>
        {
            https.ClientCertificateMode = Microsoft.AspNetCore.Server.Kestrel.Https.ClientCertificateMode.AllowCertificate;
        })));
        var app = builder.Build();
        app.MapGet("/token", (HttpContext http, string user) =>
        {
            asked.Add($"{http.Request.Path} for {user}, {http.Connection.ClientCertificate?.Subject ?? "no certificate"}");
            return Token;
        });
        await app.StartAsync(Stop);
        return app;
    }

    static int PortOf(WebApplication provider) =>
        new Uri(provider.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    IMailer Mailer(int port, int providerPort)
    {
        var path = folder.Write("msmtprc", $"""
            account default
            host localhost
            port {port}
            from me@example.org
            tls on
            tls_trust_file {certificates.AuthorityFile}
            tls_fingerprint {TestCertificates.Fingerprint(certificates.ByOtherAuthority, HashAlgorithmName.SHA256)}
            tls_cert_file {certificates.CertificateFile(certificates.Client)}
            tls_key_file {certificates.KeyFile(certificates.Client)}
            auth xoauth2
            user joe
            provider_port {providerPort}
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new MailerBuilder().AddPlugins(DefaultPlugins.All).AddPlugin(new ProviderPlugin()).UseConfiguration(path).Build();
    }

    /// <summary>The stranger's plugin: it knows nothing but the contracts.</summary>
    sealed class ProviderPlugin : IPlugin
    {
        static readonly SettingKey<int> Port = new("provider_port", 443, SettingParsers.Port);

        public string Id => "secrets.provider";

        public void Register(IPluginRegistry registry) => registry
            .AddSetting(Port)
            .AddSecretSource("provider", new SecretFacts(50), static context => new Source(context));

        sealed class Source(PluginContext context) : ISecretSource
        {
            public async ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
            {
                if (query.Kind != SecretKind.Token)
                    return null;
                using var http = new HttpClient(new SocketsHttpHandler
                {
                    // TLS is the connector's, so that HTTP sees a connection in the clear.
                    ConnectCallback = async (wanted, token) =>
                        await context.Connector.ConnectAsync(new ConnectionRequest(wanted.DnsEndPoint.Host, wanted.DnsEndPoint.Port), token),
                });
                var place = new Uri($"http://localhost:{context.Account.Settings.Get(Port)}/token?user={query.User}");
                try
                {
                    return Secret.FromText(await http.GetStringAsync(place, cancellationToken));
                }
                catch (HttpRequestException e) when (e.InnerException is MailException failure)
                {
                    throw failure;
                }
            }
        }
    }
}
