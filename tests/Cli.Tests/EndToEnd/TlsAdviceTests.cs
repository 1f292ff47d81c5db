using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Msmtp.Cli.Tests.Terminal;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>
/// What is wrong with TLS is told in msmtp's lines, to the octet; what to do about it in one line more, to a person at a terminal
/// and with --debug.
/// </summary>
public sealed class TlsAdviceTests : EndToEndTest, IClassFixture<TestCertificates>
{
    const string NotTrusted = "TLS certificate verification failed: The certificate is NOT trusted. ";

    readonly TestCertificates certificates;

    /// <summary>Takes the certificates that all tests share.</summary>
    public TlsAdviceTests(TestCertificates certificates) => this.certificates = certificates;

    [Theory]
    [InlineData("Expired", "The certificate chain uses expired certificate. ", "tell the server's owner to renew it; until then, if its owner confirms that it is theirs, \"tls_fingerprint ")]
    [InlineData("NotYetValid", "The certificate chain uses not yet valid certificate. ", "look at the clock of this machine")]
    [InlineData("WrongHost", "The name in the certificate does not match the expected. ", "the certificate is for mail.example.org, not for localhost: ")]
    [InlineData("SelfSigned", "The certificate issuer is unknown. ", "the certificate of localhost is self-signed: ")]
    [InlineData("ByOtherAuthority", "The certificate issuer is unknown. ", "was issued by \"CN=another authority\", whom the file ")]
    public async Task A_certificate_that_is_refused(string which, string sentence, string advice)
    {
        var certificate = Certificate(which);

        await RefusesAsync(certificate, [], 69, NotTrusted + sentence, advice);
    }

    [Fact]
    public async Task A_certificate_that_was_revoked()
    {
        var list = new CertificateRevocationListBuilder();
        list.AddEntry(certificates.Good);
        var now = TimeProvider.System.GetUtcNow();
        var octets = list.Build(certificates.Authority, 1, now.AddDays(1), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, now.AddDays(-1));
        var file = Home.Write("crl.pem", PemEncoding.WriteString("X509 CRL", octets));

        await RefusesAsync(
            certificates.Good, [$"--tls-crl-file={file}"], 69, NotTrusted + "The certificate chain is revoked. ", $"the list in tls_crl_file ({file})");
    }

    [Fact]
    public async Task A_fingerprint_of_another()
    {
        var pinned = TestCertificates.Fingerprint(certificates.SelfSigned, HashAlgorithmName.SHA1);

        await RefusesAsync(
            certificates.Good,
            [$"--tls-fingerprint={pinned}"],
            69,
            "TLS certificate verification failed: the certificate fingerprint does not match",
            $"fingerprint {TestCertificates.Fingerprint(certificates.Good, HashAlgorithmName.SHA1)}: put it into tls_fingerprint only if");
    }

    [Fact]
    public async Task A_server_that_offers_no_STARTTLS()
    {
        await using var server = Twice("S: 220 ready\nC: EHLO localhost\nS: 250 localhost\nC~ QUIT\nS: 221 bye");

        await TellsAsync(
            [.. Trusting(server.Port), "you@example.net"], 69, "the server does not support TLS via the STARTTLS command", "offers no STARTTLS: try port 587");
    }

    [Fact]
    public async Task A_server_that_speaks_in_the_clear_where_TLS_should_begin()
    {
        await using var server = Twice("S: 220 mail.example.org ready when you are\n--- stall ---");

        await TellsAsync(
            [.. Trusting(server.Port), "--tls-starttls=off", "you@example.net"],
            76,
            "TLS handshake failed: An unexpected TLS packet was received.",
            "does not use TLS from the start: write \"tls_starttls on\"");
    }

    [Fact]
    public async Task A_key_of_another_certificate()
    {
        var (key, certificate) = (certificates.KeyFile(certificates.Good), certificates.CertificateFile(certificates.Client));

        await TellsAsync(
            [.. Trusting(1), $"--tls-key-file={key}", $"--tls-cert-file={certificate}", "you@example.net"],
            66,
            $"cannot set X509 key file {key} and/or X509 cert file {certificate} for TLS session: The certificate and the given key do not match.",
            $"the first certificate in {certificate} (tls_cert_file) is \"");
    }

    [Fact]
    public async Task A_wrong_password()
    {
        await using var sink = MailSink.Start(static options => options with
        {
            RequireTlsForAuth = false,
            CredentialsCheck = new Server.PasswordTable("joe", "secret").CheckAsync,
        });

        var result = await SendAsync(
            Flavour.Native, [.. Server(sink.Port), "--auth=plain", "--user=joe", "--passwordeval=echo wrong", "--debug", "you@example.net"]);

        Assert.Equal(77, result.ExitCode);
        Assert.Contains("\nmsmtp: hint: the server rejects the user name or the password: ", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_person_at_a_terminal_is_told(Flavour flavour)
    {
        Assert.SkipWhen(PseudoTerminal.Missing is not null, PseudoTerminal.Missing ?? "");
        using var terminal = PseudoTerminal.Open();
        // Whoever holds the terminal open keeps what was shown.
        using var open = terminal.OpenTerminal();

        var result = await ShellAsync(
            flavour, $"exec \"$@\" 2>{terminal.Path}", ["--host=localhost", "--port=1", "--from=me@example.org", "you@example.net"]);

        Assert.Equal(75, result.ExitCode);
        var shown = "";
        while (!shown.Contains("could not send mail", StringComparison.Ordinal))
            shown += terminal.Shown();
        Assert.StartsWith(
            "msmtp: cannot connect to localhost, port 1: Connection refused\r\n"
            + "msmtp: hint: nothing is listening on port 1 of localhost: check host and port; ",
            shown,
            StringComparison.Ordinal);
    }

    IReadOnlyList<string> Trusting(int port) =>
        ["--host=localhost", $"--port={port}", "--from=me@example.org", "--tls", $"--tls-trust-file={certificates.AuthorityFile}"];

    X509Certificate2 Certificate(string which) => which switch
    {
        "Expired" => certificates.Expired,
        "NotYetValid" => certificates.NotYetValid,
        "WrongHost" => certificates.WrongHost,
        "SelfSigned" => certificates.SelfSigned,
        _ => certificates.ByOtherAuthority,
    };

    async Task RefusesAsync(X509Certificate2 certificate, IReadOnlyList<string> options, int exitCode, string message, string advice)
    {
        await using var server = Twice("--- tls refused ---", certificate);

        await TellsAsync([.. Trusting(server.Port), "--tls-starttls=off", .. options, "you@example.net"], exitCode, message, advice);
    }

    static ScriptedServer Twice(string script, X509Certificate2? certificate = null) =>
        ScriptedServer.Start($"{script}\n--- next connection ---\n{script}", new ScriptOptions { Certificate = certificate });

    static string Hints(CommandResult result) =>
        string.Concat(result.ErrorText.Split('\n').Where(static line => line.StartsWith("msmtp: hint: ", StringComparison.Ordinal)));

    // Without --debug msmtp's lines and nothing else; with it the same, and one more.
    async Task TellsAsync(IReadOnlyList<string> arguments, int exitCode, string message, string advice)
    {
        var result = await SendAsync(Flavour.Native, arguments);

        Assert.Equal((exitCode, "", $"msmtp: {message}\nmsmtp: could not send mail\n"), (result.ExitCode, result.OutputText, result.ErrorText));

        var told = await SendAsync(Flavour.Native, ["--debug", .. arguments]);
        Assert.Equal(exitCode, told.ExitCode);
        Assert.Contains(advice, Hints(told), StringComparison.Ordinal);
        Assert.Equal(result.ErrorText, told.ErrorText.Replace(Hints(told) + "\n", "", StringComparison.Ordinal));
    }
}
