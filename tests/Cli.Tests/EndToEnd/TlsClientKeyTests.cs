using System.Security.Cryptography;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>The client shows a certificate whose key is encrypted.</summary>
public sealed class TlsClientKeyTests : EndToEndTest, IClassFixture<TestCertificates>
{
    readonly TestCertificates certificates;

    /// <summary>Takes the certificates that all tests share.</summary>
    public TlsClientKeyTests(TestCertificates certificates) => this.certificates = certificates;

    [Theory, EachFlavour]
    public async Task A_command_prints_the_passphrase(Flavour flavour)
    {
        await using var server = OneMailOverTls.Start(certificates.Good, isClientAsked: true);
        var asked = Home.File("asked");

        // A passwordeval that has nothing to do with it, and is not run without auth.
        var result = await SendAsync(
            flavour,
            [.. Account(server.Port), $"--tls-key-passwordeval=echo x >>{asked}; echo open sesame", "--passwordeval=echo wrong", "you@example.net"]);

        await server.FinishAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("x\n", await File.ReadAllTextAsync(asked, Token));
        Assert.Equal(certificates.Client.GetCertHashString(HashAlgorithmName.SHA256), server.ClientCertificateSha256);
    }

    [Theory, EachFlavour]
    public async Task It_can_stand_in_msmtprc_beside_the_password(Flavour flavour)
    {
        await using var server = OneMailOverTls.Start(certificates.Good, isClientAsked: true, capabilities: """
            S: 250-localhost
            S: 250 AUTH PLAIN
            C: AUTH PLAIN AGpvZQBzZWNyZXQ=
            S: 235 welcome
            """);
        var file = Home.Write("msmtprc", $"""
            host localhost
            port {server.Port}
            from me@example.org
            tls on
            tls_starttls off
            tls_trust_file {certificates.AuthorityFile}
            tls_cert_file {certificates.CertificateFile(certificates.Client)}
            tls_key_file {KeyFile()}
            tls_key_passwordeval echo open sesame
            auth plain
            user joe
            passwordeval echo secret

            """);

        var result = await SendAsync(flavour, "-C", file, "you@example.net");

        await server.FinishAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Theory, EachFlavour]
    public async Task Where_nobody_knows_the_passphrase_msmtp_s_sentence_is_said(Flavour flavour)
    {
        // Without a controlling terminal, as cron runs it.
        var command = Command(flavour, [.. Account(1), "you@example.net"]);
        var result = await (command with { Path = "/usr/bin/setsid", Arguments = ["-w", command.Path, .. command.Arguments] }).RunAsync(Token);

        Assert.Equal(66, result.ExitCode);
        Assert.Equal(Complaint + "msmtp: could not send mail\n", result.ErrorText);
    }

    [Theory, EachFlavour]
    public async Task A_wrong_passphrase_is_one_error(Flavour flavour)
    {
        var result = await SendAsync(flavour, [.. Account(1), "--tls-key-passwordeval=echo wrong", "--debug", "you@example.net"]);

        Assert.Equal(66, result.ExitCode);
        Assert.StartsWith($"{Complaint}msmtp: hint: the passphrase does not open the key in {KeyFile()} ", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_prints_nothing_is_an_error_of_the_configuration()
    {
        var result = await SendAsync(Flavour.Native, [.. Account(1), "--tls-key-passwordeval=true", "you@example.net"]);

        Assert.Equal(78, result.ExitCode);
        Assert.Equal("msmtp: cannot read output of 'true'\nmsmtp: could not send mail\n", result.ErrorText);
    }

    [Fact]
    public async Task The_setting_is_shown_only_where_it_is_set()
    {
        var set = await SendAsync(Flavour.Native, [.. Account(1), "--tls-key-passwordeval=echo x", "-P"]);
        var unset = await SendAsync(Flavour.Native, [.. Account(1), "-P"]);

        Assert.Contains("\ntls_key_passwordeval = echo x\n", set.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("tls_key_passwordeval", unset.OutputText, StringComparison.Ordinal);
    }

    string Complaint =>
        $"msmtp: cannot set X509 key file {KeyFile()} and/or X509 cert file {certificates.CertificateFile(certificates.Client)} for TLS session: "
        + "Decryption has failed.\n";

    IReadOnlyList<string> Account(int port) =>
    [
        "--host=localhost", $"--port={port}", "--from=me@example.org", "--tls", "--tls-starttls=off",
        $"--tls-trust-file={certificates.AuthorityFile}",
        $"--tls-cert-file={certificates.CertificateFile(certificates.Client)}",
        $"--tls-key-file={KeyFile()}",
    ];

    string KeyFile()
    {
        var path = Home.File("key.pem");
        if (!File.Exists(path))
            Home.Write("key.pem", Encrypted());
        return path;
    }

    string Encrypted()
    {
        var how = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        using var key = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(certificates.Client);
        return key!.ExportEncryptedPkcs8PrivateKeyPem("open sesame", how);
    }
}
