using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>A TLS server other than the runtime's: which versions are spoken, and which certificates are accepted.</summary>
public sealed class OpenSslTests : IDisposable
{
    readonly TestCertificates certificates = new();
    readonly TempDirectory folder = new();

    public static MatrixTheoryData<Flavour, string, string> Versions { get; } = new(
        Enum.GetValues<Flavour>(),
        ["-tls1_2", "-tls1_3"],
        ["NORMAL", "NORMAL:-VERS-TLS1.3", "NORMAL:-VERS-TLS1.2", "NORMAL:-VERS-ALL:+VERS-TLS1.3", "NORMAL:-VERS-ALL:+VERS-TLS1.2"]);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public void Dispose()
    {
        certificates.Dispose();
        folder.Dispose();
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task Versions_that_the_priorities_take_away_are_not_spoken(Flavour flavour, string only, string priorities)
    {
        using var server = await OpenSslServer.StartAsync(certificates.CertificateFile(certificates.Good), certificates.KeyFile(certificates.Good), only);

        var result = await AskAsync(flavour, server.Port, certificates.AuthorityFile, $"--tls-priorities={priorities}");

        var version = only == "-tls1_2" ? "TLS1.2" : "TLS1.3";
        var isTaken = priorities == "NORMAL" || priorities.EndsWith($"+VERS-{version}", StringComparison.Ordinal)
            || !priorities.Contains("ALL", StringComparison.Ordinal) && !priorities.EndsWith($"-VERS-{version}", StringComparison.Ordinal);
        if (isTaken)
        {
            Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
            Assert.Contains($"({version})-(", result.OutputText, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal((76, "msmtp: TLS handshake failed: A TLS fatal alert has been received.\n"), (result.ExitCode, result.ErrorText));
        }
    }

    [Theory]
    [InlineData("SECURE256")]
    [InlineData("NORMAL:%COMPAT")]
    [InlineData("NORMAL:-AES-128-CBC")]
    public async Task What_the_priorities_ask_for_and_cannot_get_is_an_error_before_anything_is_connected(string priorities)
    {
        using var msmtp = new Mailer(Flavour.Native);

        var result = await msmtp.SendAsync(Mails.Ordinary, Account(1, certificates.AuthorityFile), $"--tls-priorities={priorities}", "you@example.net");

        Assert.Equal(70, result.ExitCode);
        Assert.StartsWith(
            $"msmtp: cannot set priorities for TLS session: {priorities.Split(':')[^1]} cannot be honoured by this TLS library\n",
            result.ErrorText,
            StringComparison.Ordinal);
    }

    // Whoever finds other content with the same MD5 or SHA-1 has a certificate of this authority.
    [Theory]
    [InlineData("-sha256", 0)]
    [InlineData("-sha1", 69)]
    [InlineData("-md5", 69)]
    public async Task A_certificate_whose_signature_can_be_forged_is_refused_as_by_msmtp(string hash, int exitCode)
    {
        await IssueAsync(hash);
        using var server = await OpenSslServer.StartAsync(folder.File("leaf.pem"), folder.File("leaf.key"), "-cipher", "DEFAULT:@SECLEVEL=0");
        using var forMsmtp = await OpenSslServer.StartAsync(folder.File("leaf.pem"), folder.File("leaf.key"), "-cipher", "DEFAULT:@SECLEVEL=0");

        var result = await AskAsync(Flavour.Native, server.Port, folder.File("ca.pem"));
        var oracle = await new CommandRunner(Program.Find("msmtp", "msmtp"))
        {
            Arguments = [.. Options(forMsmtp.Port, folder.File("ca.pem")), "--serverinfo"],
        }.RunAsync(Token);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal((oracle.ExitCode, oracle.ErrorText), (result.ExitCode, result.ErrorText));
    }

    // Localhost beside café.example in Latin-1, and beside an address of eight octets.
    const string Odd = "subjectAltName=DER:301d82096c6f63616c686f73748210636166e92e6578616d706c652e6f7267";
    const string Long = "subjectAltName=DER:301587087f000001ffffffff82096c6f63616c686f7374";

    [Theory]
    [InlineData(Odd, "localhost", 0)]
    [InlineData(Long, "localhost", 0)]
    [InlineData("subjectAltName=DNS:*.example.org", "a_b.example.org", 0)]
    [InlineData("subjectAltName=DNS:127.1", "127.1", 0)]
    [InlineData("subjectAltName=email:a@b.example", "localhost", 0)]
    [InlineData("subjectAltName=DNS:*.com", "example.com", 69)]
    [InlineData("subjectAltName=DNS:*.localhost", "foo.localhost", 69)]
    [InlineData("subjectAltName=DNS:localhost.", "localhost", 69)]
    [InlineData("subjectAltName=DNS:f*.example.org", "foo.example.org", 69)]
    [InlineData("subjectAltName=IP:127.0.0.1", "127.1", 69)]
    [InlineData("subjectAltName=IP:127.0.0.1", "2130706433", 69)]
    [InlineData("subjectAltName=IP:127.0.0.1", "0x7f.0.0.1", 69)]
    [InlineData("subjectAltName=IP:127.0.0.1", "localhost", 69)]
    [InlineData("subjectAltName=DNS:localhost", ".example.org", 69)]
    [InlineData("subjectAltName=DNS:localhost", "a..b", 69)]
    [InlineData("subjectAltName=DNS:localhost\nkeyUsage=keyCertSign", "localhost", 76)]
    [InlineData("subjectAltName=DNS:localhost\nkeyUsage=cRLSign", "localhost", 76)]
    [InlineData("subjectAltName=DNS:localhost\nkeyUsage=keyEncipherment", "localhost", 76)]
    [InlineData("subjectAltName=DNS:localhost\n1.2.3.4=critical,DER:0500", "localhost", 69)]
    public async Task A_certificate_is_judged_as_by_msmtp(string extensions, string host, int exitCode)
    {
        await IssueAsync("-sha256", extensions);

        var (result, oracle) = await AskBothAsync(folder.File("ca.pem"), $"--tls-host-override={host}");

        Assert.Equal((exitCode, exitCode), (oracle.ExitCode, result.ExitCode));
        Assert.Equal(oracle.ErrorText, result.ErrorText);
    }

    [Theory]
    [InlineData("")]
    [InlineData("!!!!####")]
    [InlineData("AAAA")]
    public async Task A_trust_file_with_a_broken_block_is_refused_as_by_msmtp(string body)
    {
        await IssueAsync("-sha256");
        var good = await File.ReadAllTextAsync(folder.File("ca.pem"), Token);
        var file = folder.Write("trust.pem", $"{good}-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n");

        var (result, oracle) = await AskBothAsync(file);

        Assert.Equal((66, oracle.ErrorText), (result.ExitCode, result.ErrorText));
    }

    async Task<(CommandResult Ours, CommandResult Theirs)> AskBothAsync(string trusted, params IReadOnlyList<string> options)
    {
        using var server = await OpenSslServer.StartAsync(folder.File("leaf.pem"), folder.File("leaf.key"));
        using var forMsmtp = await OpenSslServer.StartAsync(folder.File("leaf.pem"), folder.File("leaf.key"));
        var oracle = await new CommandRunner(Program.Find("msmtp", "msmtp"))
        {
            Arguments = [.. Options(forMsmtp.Port, trusted), .. options, "--serverinfo"],
        }.RunAsync(Token);
        return (await AskAsync(Flavour.Native, server.Port, trusted, options), oracle);
    }

    static IReadOnlyList<string> Options(int port, string trusted) =>
        ["--host=localhost", $"--port={port}", "--tls", "--tls-starttls=off", $"--tls-trust-file={trusted}", "--timeout=10"];

    static string Account(int port, string trusted) =>
        $"host localhost\nport {port}\nfrom me@example.org\ntls on\ntls_starttls off\ntls_trust_file {trusted}\n";

    static async Task<CommandResult> AskAsync(Flavour flavour, int port, string trusted, params IReadOnlyList<string> options)
    {
        using var msmtp = new Mailer(flavour);
        return await msmtp.RunAsync([.. Options(port, trusted), .. options, "--serverinfo"]);
    }

    async Task IssueAsync(string hash, string extensions = "subjectAltName=DNS:localhost")
    {
        folder.Write("names", extensions + "\n");
        var script = $"""
            set -e
            openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=Old -days 10
            openssl req -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=localhost
            openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 10 -extfile names {hash} -out leaf.pem
            """;
        Program.Find("openssl", "openssl");
        var result = await new CommandRunner("/bin/sh") { Arguments = ["-c", script], WorkingDirectory = folder.Path }.RunAsync(Token);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
