using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Secrets.OAuth.Assertions;

/// <summary>
/// A client's assertion about itself (RFC 7523 §2.2): PS256 (RFC 7518 §3.5) with x5t#S256 (RFC 7515 §4.1.8), as Microsoft wants it.
/// </summary>
static class ClientAssertion
{
    static TimeSpan Lifetime => TimeSpan.FromMinutes(9);

    // For clocks that are ahead of the provider's.
    static TimeSpan Slack => TimeSpan.FromMinutes(1);

    /// <summary>Makes one, valid for less than ten minutes; the caller disposes it.</summary>
    /// <exception cref="MailException">A file cannot be used (78), or a source of its passphrase failed.</exception>
    public static async ValueTask<Secret> CreateAsync(AssertionFacts facts, CancellationToken cancellationToken)
    {
        var thumbprint = Thumbprint(facts, out var publicKey);
        using (publicKey)
        {
            using var file = Read(facts);
            var query = new SecretQuery(SecretKind.KeyPassphrase) { File = facts.KeyFile };
            var passphrase = file.IsEncrypted
                ? await facts.Context.Secrets.FindAsync(query, cancellationToken).ConfigureAwait(false)
                : null;
            using var key = Open(facts, file, passphrase);
            if (passphrase is not null)
                await facts.Context.Secrets.ReportAsync(query, passphrase, VerdictOf(key), cancellationToken).ConfigureAwait(false);
            if (key is null)
                throw Closed(facts, file, passphrase);
            if (!Belong(key, publicKey))
            {
                throw facts.Key.Unusable(
                    "the key belongs to another certificate",
                    $"oauth_key_file has to be the key of the first certificate in {facts.CertificateFile}");
            }
            return Sign(facts, key, thumbprint);
        }
    }

    static Secret Sign(AssertionFacts facts, RSA key, string thumbprint)
    {
        var now = facts.Context.Time.GetUtcNow();
        var identifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        return WebToken.Sign(
            key,
            RSASignaturePadding.Pss,
            header => header.WriteString("x5t#S256"u8, thumbprint),
            claims =>
            {
                claims.WriteString("iss"u8, facts.ClientId);
                claims.WriteString("sub"u8, facts.ClientId);
                claims.WriteString("aud"u8, facts.Audience);
                claims.WriteString("jti"u8, identifier);
                claims.WriteNumber("iat"u8, (now - Slack).ToUnixTimeSeconds());
                claims.WriteNumber("nbf"u8, (now - Slack).ToUnixTimeSeconds());
                claims.WriteNumber("exp"u8, (now - Slack + Lifetime).ToUnixTimeSeconds());
            });
    }

    static string Thumbprint(AssertionFacts facts, out RSA publicKey)
    {
        using var block = PemBlock.Find(facts.Certificate.Read(), "CERTIFICATE")
            ?? throw facts.Certificate.Unusable("it has no certificate in PEM");
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(block.Der);
            publicKey = certificate.GetRSAPublicKey()
                ?? throw facts.Certificate.Unusable("its key is not an RSA key, which the signature needs");
        }
        catch (CryptographicException e)
        {
            throw facts.Certificate.Unusable("its certificate is damaged", inner: e);
        }
        return Base64Url.EncodeToString(SHA256.HashData(block.Der));
    }

    static bool Belong(RSA key, RSA publicKey) =>
        key.ExportParameters(includePrivateParameters: false).Modulus.AsSpan()
            .SequenceEqual(publicKey.ExportParameters(includePrivateParameters: false).Modulus);

    static SecretVerdict VerdictOf(RSA? key) => key is null ? SecretVerdict.Rejected : SecretVerdict.Accepted;

    static MailException Closed(AssertionFacts facts, SigningKey file, Secret? passphrase) => file.IsEncrypted
        ? facts.Key.Unusable(
            passphrase is null ? "its key is encrypted, and nothing knows the passphrase" : "the passphrase does not open its key",
            Unencrypted(facts))
        : facts.Key.Unusable("its key is damaged");

    static string Unencrypted(AssertionFacts facts) =>
        $"run where there is a terminal to ask for the passphrase, or use a key without one: openssl pkey -in {facts.KeyFile}";

    static SigningKey Read(AssertionFacts facts)
    {
        var pem = facts.Key.ReadPrivate(facts.Context.Environment);
        try
        {
            return SigningKey.Read(pem);
        }
        catch (InvalidDataException e)
        {
            throw facts.Key.Unusable(e.Message);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pem);
        }
    }

    // Null: the key is damaged, or the passphrase missing or wrong.
    static RSA? Open(AssertionFacts facts, SigningKey key, Secret? passphrase)
    {
        if (key.IsEncrypted && passphrase is null)
            return null;
        try
        {
            return key.Open(passphrase);
        }
        catch (InvalidDataException e)
        {
            throw facts.Key.Unusable(e.Message);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>What goes into it.</summary>
sealed class AssertionFacts
{
    public required PluginContext Context { get; init; }

    public required string ClientId { get; init; }

    /// <summary>The token endpoint or issuer.</summary>
    public required string Audience { get; init; }

    public required string CertificateFile { get; init; }

    public required string KeyFile { get; init; }

    public AssertionFile Certificate => new("oauth_cert_file", CertificateFile);

    public AssertionFile Key => new("oauth_key_file", KeyFile);
}
