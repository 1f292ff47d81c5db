using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Postfix asks for a certificate whose key is encrypted, in both formats that OpenSSL writes.</summary>
[Collection<OnePostfix>]
public sealed class ClientCertificateTests(Postfix postfix)
{
    public static MatrixTheoryData<Flavour, string> Forms { get; } = new(Enum.GetValues<Flavour>(), ["pkcs8 -topk8 -v2 aes-256-cbc", "ec -aes-256-cbc"]);

    [Theory, MemberData(nameof(Forms))]
    public async Task A_key_that_OpenSSL_encrypted_is_opened(Flavour flavour, string form)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();

        var result = await msmtp.SendAsync(Mails.Ordinary, await AccountAsync(msmtp, form) + "tls_key_passwordeval echo open sesame\n", mailbox.Address);

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        var mail = Assert.Single(await postfix.DeliveredAsync(mailbox));
        Assert.Contains("Client CN \"client.example.org\", Issuer \"test authority\" (verified OK)", mail.Trace, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task A_wrong_passphrase_opens_no_connection(Flavour flavour, string form)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();

        var result = await msmtp.SendAsync(Mails.Ordinary, await AccountAsync(msmtp, form) + "tls_key_passwordeval echo close\n", mailbox.Address);

        Assert.Equal((66, ""), (result.ExitCode, result.OutputText));
        Assert.Contains(" for TLS session: Decryption has failed.\n", result.ErrorText, StringComparison.Ordinal);
    }

    async Task<string> AccountAsync(Mailer msmtp, string form)
    {
        var certificates = postfix.Certificates;
        using var key = certificates.Client.GetECDsaPrivateKey();
        msmtp.Write("plain.pem", key!.ExportPkcs8PrivateKeyPem());
        await EncryptAsync(form, msmtp.File("plain.pem"), msmtp.File("key.pem"));
        return postfix.At(Door.Certificate) + $"""
            tls_cert_file {certificates.CertificateFile(certificates.Client)}
            tls_key_file {msmtp.File("key.pem")}

            """;
    }

    static async Task EncryptAsync(string form, string plain, string encrypted)
    {
        var openssl = new CommandRunner(Program.Find("openssl", "openssl"))
        {
            Arguments = [.. form.Split(' '), "-in", plain, "-out", encrypted, "-passout", "pass:open sesame"],
        };
        var result = await openssl.RunAsync(TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
