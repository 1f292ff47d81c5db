using System.Diagnostics;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>Servers, and files of the system's, that would hang, choke or kill the command if it let them.</summary>
public sealed class StrangeServerTests : EndToEndTest, IClassFixture<TestCertificates>
{
    readonly TestCertificates certificates;

    /// <summary>Takes the certificates that all tests share.</summary>
    public StrangeServerTests(TestCertificates certificates) => this.certificates = certificates;

    [Theory, EachFlavour]
    public async Task A_server_that_begins_with_TLS_is_found_out_where_its_greeting_is_awaited(Flavour flavour)
    {
        await using var server = ScriptedServer.Start(
            "--- gone ---\n--- next connection ---\n--- tls refused ---", new ScriptOptions { Certificate = certificates.Good });
        var clock = Stopwatch.StartNew();

        var result = await SendAsync(flavour, [.. Server(server.Port), "--tls", $"--tls-trust-file={certificates.AuthorityFile}", "--debug", "you@example.net"]);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(76, result.ExitCode);
        Assert.StartsWith("msmtp: the server sends no greeting because it expects TLS from the start\nmsmtp: hint: ", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("write \"tls_starttls off\"\n", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_server_that_does_not_begin_with_TLS_is_told_at_once(Flavour flavour)
    {
        await using var server = ScriptedServer.Start("S: 220 ready\n--- flush ---\n--- stall ---");
        var clock = Stopwatch.StartNew();

        var result = await SendAsync(
            flavour, [.. Server(server.Port), "--tls", "--tls-starttls=off", $"--tls-trust-file={certificates.AuthorityFile}", "--debug", "you@example.net"]);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(76, result.ExitCode);
        Assert.Contains("does not use TLS from the start: write \"tls_starttls on\"", result.ErrorText, StringComparison.Ordinal);
    }

    public static MatrixTheoryData<Flavour, string> EndlessFiles { get; } = new(
        Enum.GetValues<Flavour>(), ["--tls-trust-file={0}", "--tls-crl-file={0}", "--tls-key-file={0} --tls-cert-file={1}", "--tls-key-file={2} --tls-cert-file={0}"]);

    [Theory, MemberData(nameof(EndlessFiles))]
    public async Task A_file_that_never_ends_is_an_error_that_names_it(Flavour flavour, string options)
    {
        var (certificate, key) = (certificates.CertificateFile(certificates.Client), certificates.KeyFile(certificates.Client));
        string[] files = string.Format(null, options, "/dev/zero", certificate, key).Split(' ');

        var result = await SendAsync(
            flavour, [.. Server(1), "--tls", $"--tls-trust-file={certificates.AuthorityFile}", .. files, "you@example.net"]);

        Assert.Equal(66, result.ExitCode);
        Assert.Matches(@"^msmtp: cannot set X509 .*/dev/zero.* for TLS session: the file is longer than \d+ MiB\.\n", result.ErrorText);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("!!!!")]
    public async Task A_trust_file_with_a_broken_block_beside_a_good_one_is_an_error(string body)
    {
        var good = await File.ReadAllTextAsync(certificates.AuthorityFile, Token);
        var file = Home.Write("trust.pem", $"{good}{Begin}{body}\n-----END CERTIFICATE-----\n");
        var unended = Home.Write("unended.pem", $"{good}{Begin}{body}\n");

        foreach (var trust in new[] { file, unended })
        {
            var result = await SendAsync(Flavour.Native, [.. Server(1), "--tls", $"--tls-trust-file={trust}", "you@example.net"]);

            Assert.Equal(66, result.ExitCode);
            Assert.StartsWith($"msmtp: cannot set X509 trust file {trust} for TLS session: ", result.ErrorText, StringComparison.Ordinal);
        }
    }

    const string Begin = "-----BEGIN CERTIFICATE-----\n";

    [Theory, EachFlavour]
    public async Task An_iteration_count_that_keeps_the_processor_busy_is_refused(Flavour flavour)
    {
        await using var server = ScriptedServer.Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250-localhost
            S: 250 AUTH SCRAM-SHA-256
            C: AUTH SCRAM-SHA-256
            S: 334\x20
            --- call answer ---
            C: *
            S: 501 ok
            """, new ScriptOptions { Calls = Answering });
        var home = Msmtprc(server.Port, "auth scram-sha-256", "user joe", "password secret");
        var clock = Stopwatch.StartNew();

        var result = await SendAsync(flavour, ["-C", home, "--timeout=5", "you@example.net"]);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(70, result.ExitCode);
        Assert.Contains("the server's iteration count 10000000 is above 2000000", result.ErrorText, StringComparison.Ordinal);
    }

    public static MatrixTheoryData<Flavour, string> Caches { get; } = new(
        Enum.GetValues<Flavour>(), ["", "\u0005", "\u0005\u0004", "\u0005\u0004\0\u000c\0\u0001\0\u0008", "garbage that is longer than a header"]);

    // MIT's library dies of an empty one in one of two runs.
    [Theory, MemberData(nameof(Caches))]
    public async Task A_damaged_Kerberos_cache_is_one_line(Flavour flavour, string content)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/kinit"), "there is no Kerberos (package krb5-user)");
        var cache = Home.Write("cache", content);
        for (var run = 0; run < (content.Length == 0 ? 10 : 2); run++)
        {
            await using var server = ScriptedServer.Start("""
                S: 220 ready
                C: EHLO localhost
                S: 250-localhost
                S: 250 AUTH GSSAPI
                --- gone ---
                """);
            var command = Command(flavour, [.. Server(server.Port), "--auth=gssapi", "--user=alice", "you@example.net"]);

            var result = await (command with
            {
                Environment = EnvironmentWith(("KRB5CCNAME", cache), ("KRB5_CLIENT_KTNAME", "/nowhere"), ("KRB5_CONFIG", "/dev/null")),
            }).RunAsync(Token);

            Assert.Equal(70, result.ExitCode);
            Assert.StartsWith("msmtp: authentication failed (method GSSAPI): ", result.ErrorText, StringComparison.Ordinal);
            Assert.EndsWith("msmtp: could not send mail\n", result.ErrorText, StringComparison.Ordinal);
        }
    }

    static Dictionary<string, Func<ScriptPeer, CancellationToken, ValueTask>> Answering { get; } = new() { ["answer"] = AnswerAsync };

    static async ValueTask AnswerAsync(ScriptPeer peer, CancellationToken cancellationToken)
    {
        await peer.FlushAsync(cancellationToken);
        var first = Encoding.ASCII.GetString(Convert.FromBase64String(await peer.ReadLineAsync(cancellationToken) ?? ""));
        var challenge = $"{first[first.IndexOf("r=", StringComparison.Ordinal)..]}x,s=QSXC,i=10000000";
        peer.Say($"334 {Convert.ToBase64String(Encoding.ASCII.GetBytes(challenge))}");
        await peer.FlushAsync(cancellationToken);
    }
}
