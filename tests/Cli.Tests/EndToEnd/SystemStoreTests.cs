using System.Security.Cryptography.X509Certificates;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>
/// The runtime reads all certificates of the system before it looks at one. The native command keeps it from that by the environment,
/// and nobody else may notice.
/// </summary>
public sealed class SystemStoreTests : EndToEndTest, IClassFixture<TestCertificates>
{
    readonly TestCertificates certificates;

    /// <summary>Takes the certificates that all tests share.</summary>
    public SystemStoreTests(TestCertificates certificates) => this.certificates = certificates;

    // Whoever has read the system's certificates fills a gap with them that the server has left, and that msmtp complains of.
    [Theory]
    [InlineData(Flavour.Native, 69)]
    [InlineData(Flavour.Managed, 0)]
    public async Task Only_the_managed_command_has_them_read(Flavour flavour, int exitCode)
    {
        var between = AuthorityBetween.Below(certificates.Authority);
        await using var server = OneMailOverTls.Start(between.OfServer);

        var result = await RunAsync(flavour, StoreOf(between), [.. Account(server.Port), .. TrustFile]);

        Assert.True(result.ExitCode == exitCode, result.ToString());
    }

    [Fact]
    public async Task Nor_does_the_native_one_for_a_certificate_of_the_clients()
    {
        var between = AuthorityBetween.Below(certificates.Authority);
        await using var server = OneMailOverTls.Start(between.OfServer, isClientAsked: true);

        var result = await RunAsync(
            Flavour.Native,
            StoreOf(between),
            [
                .. Account(server.Port), .. TrustFile,
                $"--tls-cert-file={certificates.CertificateFile(certificates.Client)}",
                $"--tls-key-file={certificates.KeyFile(certificates.Client)}",
            ]);

        Assert.Equal(69, result.ExitCode);
        Assert.Contains("The certificate issuer is unknown. ", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSL_CERT_FILE", "SSL_CERT_DIR")]
    [InlineData("SSL_CERT_DIR", "SSL_CERT_FILE")]
    public async Task Who_is_started_after_the_handshake_sees_the_environment_as_it_was(string set, string unset)
    {
        await using var server = OneMailOverTls.Start(certificates.Good, capabilities: """
            S: 250-localhost
            S: 250 AUTH PLAIN
            C: AUTH PLAIN AGpvZQBzZWNyZXQ=
            S: 235 welcome
            """);
        var seen = Home.File("seen");
        var helper = $"!f() {{ [ $1 = get ] && env > {seen} && echo password=secret; }}; f";
        var file = Msmtprc(server.Port, "auth plain", "user joe", $"credential_helper {helper}");

        var result = await RunAsync(Flavour.Native, [(set, certificates.AuthorityFile)], ["-C", file, .. Tls, .. TrustFile]);

        await server.FinishAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
        var variables = await File.ReadAllLinesAsync(seen, Token);
        Assert.Contains($"{set}={certificates.AuthorityFile}", variables);
        Assert.DoesNotContain(variables, line => line.StartsWith($"{unset}=", StringComparison.Ordinal));
    }

    [Theory, EachFlavour]
    public async Task Where_the_system_has_no_bundle_the_runtime_is_asked(Flavour flavour)
    {
        await using var server = OneMailOverTls.Start(certificates.Good);
        Home.Write("authority.pem", await File.ReadAllTextAsync(certificates.AuthorityFile, Token));

        var result = await RunAsync(
            flavour, [("SSL_CERT_FILE", Home.File("nothing")), ("SSL_CERT_DIR", Home.Path)], Account(server.Port));

        await server.FinishAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Theory, EachFlavour]
    public async Task Whom_the_system_trusts_is_trusted_and_nobody_else(Flavour flavour)
    {
        foreach (var (certificate, exitCode) in new[] { (certificates.Good, 0), (certificates.ByOtherAuthority, 69) })
        {
            await using var server = OneMailOverTls.Start(certificate);

            var result = await RunAsync(flavour, [("SSL_CERT_FILE", certificates.AuthorityFile)], Account(server.Port));

            Assert.True(result.ExitCode == exitCode, result.ToString());
            Assert.Equal(exitCode != 0, result.ErrorText.Contains("The certificate issuer is unknown. ", StringComparison.Ordinal));
        }
    }

    static IReadOnlyList<string> Tls => ["--tls", "--tls-starttls=off"];

    IReadOnlyList<string> TrustFile => [$"--tls-trust-file={certificates.AuthorityFile}"];

    static IReadOnlyList<string> Account(int port) => ["--host=localhost", $"--port={port}", "--from=me@example.org", .. Tls];

    Task<CommandResult> RunAsync(Flavour flavour, IReadOnlyList<(string Name, string Value)> variables, IReadOnlyList<string> arguments) =>
        (Command(flavour, [.. arguments, "you@example.net"]) with
        {
            Environment = EnvironmentWith(variables),
            Input = Encoding.UTF8.GetBytes(Mail),
        }).RunAsync(Token);

    IReadOnlyList<(string Name, string Value)> StoreOf(AuthorityBetween between)
    {
        var folder = Directory.CreateDirectory(Home.File("certificates")).FullName;
        File.WriteAllText(Path.Combine(folder, "between.pem"), between.Certificate.ExportCertificatePem());
        return [("SSL_CERT_FILE", certificates.AuthorityFile), ("SSL_CERT_DIR", folder)];
    }
}
