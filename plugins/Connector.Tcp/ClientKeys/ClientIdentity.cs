using System.Net.Security;
using System.Security.Cryptography;

namespace Msmtp.Connector.Tcp;

/// <summary>
/// The client certificate and key of an account, from their files; the passphrase of an encrypted key comes from the secret sources.
/// </summary>
sealed class ClientIdentity(PluginContext context, string keyFile, string certificateFile)
{
    // GnuTLS's words for a passphrase that is wrong, or missing.
    const string NotDecrypted = "Decryption has failed.";

    string What => $"key file {keyFile} and/or X509 cert file {certificateFile}";

    /// <summary>
    /// Null: the account has none. Asks for a passphrase only if one is needed. Throws <see cref="MailException"/>, in msmtp's words, if
    /// the files cannot be read or do not match.
    /// </summary>
    public static ValueTask<SslStreamCertificateContext?> LoadAsync(PluginContext context, CancellationToken cancellationToken)
    {
        var settings = context.Account.Settings;
        if (settings.Get(TlsSettings.KeyFile) is not { } key || settings.Get(TlsSettings.CertFile) is not { } certificate)
            return new((SslStreamCertificateContext?)null);
        if (IsInToken(key) || IsInToken(certificate))
            throw X509File.Unusable("key file and/or X509 cert file", "what is in a token (PKCS #11) cannot be used.");
        return new ClientIdentity(context, key, certificate).LoadAsync(cancellationToken);
    }

    // RFC 7512 §2.3: such a URI may hold the PIN, and is not repeated in error messages.
    static bool IsInToken(string file) => file.StartsWith("pkcs11:", StringComparison.OrdinalIgnoreCase);

    async ValueTask<SslStreamCertificateContext?> LoadAsync(CancellationToken cancellationToken)
    {
        var certificate = X509File.Read(What, () => ClientCertificate.Read(X509File.Octets(certificateFile)));
        using var key = X509File.Read(What, ReadKey);
        using var opened = key.IsEncrypted
            ? await OpenAsync(key, cancellationToken).ConfigureAwait(false)
            : X509File.Read(What, () => key.Open([]) ?? throw new InvalidDataException(NotDecrypted));
        try
        {
            using var withheld = TrustRoots.Withhold(context);
            return certificate.With(opened);
        }
        catch (InvalidDataException e)
        {
            throw Unusable(e.Message, KeyAdvice.BelongsToAnother(keyFile, certificateFile, certificate.Name));
        }
    }

    PrivateKey ReadKey()
    {
        var pem = X509File.Octets(keyFile);
        try
        {
            return PrivateKey.Read(pem);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pem);
        }
    }

    async ValueTask<AsymmetricAlgorithm> OpenAsync(PrivateKey key, CancellationToken cancellationToken)
    {
        var query = new SecretQuery(SecretKind.KeyPassphrase) { File = keyFile };
        var passphrase = await context.Secrets.FindAsync(query, cancellationToken).ConfigureAwait(false)
            ?? throw Unusable(NotDecrypted, KeyAdvice.IsEncrypted(keyFile));
        var opened = Open(key, passphrase);
        var verdict = opened is null ? SecretVerdict.Rejected : SecretVerdict.Accepted;
        await context.Secrets.ReportAsync(query, passphrase, verdict, cancellationToken).ConfigureAwait(false);
        return opened ?? throw Unusable(NotDecrypted, KeyAdvice.PassphraseIsWrong(keyFile));
    }

    static AsymmetricAlgorithm? Open(PrivateKey key, Secret passphrase)
    {
        var octets = passphrase.Reveal().ToArray();
        try
        {
            return key.Open(octets);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }

    MailException Unusable(string why, string advice) => new(X509File.Unusable(What, why).Failure with { Advice = advice });
}

/// <summary>What a user can do about a client key that cannot be used: one sentence for each case.</summary>
static class KeyAdvice
{
    /// <summary>The key is encrypted, and no secret source knows its passphrase.</summary>
    public static string IsEncrypted(string keyFile) =>
        $"the key in {keyFile} (tls_key_file) is encrypted: let tls_key_passwordeval print its passphrase, or run where there is a terminal to ask at";

    /// <summary>The passphrase from a secret source does not open the key.</summary>
    public static string PassphraseIsWrong(string keyFile) =>
        $"the passphrase does not open the key in {keyFile} (tls_key_file): check what tls_key_passwordeval prints, or what was typed or stored";

    /// <summary>The key belongs to another certificate.</summary>
    public static string BelongsToAnother(string keyFile, string certificateFile, string subject) =>
        $"the first certificate in {certificateFile} (tls_cert_file) is \"{subject}\", and the key in {keyFile} (tls_key_file) belongs to another";
}
