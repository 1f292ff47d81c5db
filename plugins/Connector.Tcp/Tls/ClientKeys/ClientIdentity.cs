using System.Net.Security;
using System.Security.Cryptography;

namespace Msmtp.Connector.Tcp;

/// <summary>
/// The certificate and key that an account shows to servers, from their files; the passphrase of a key that is encrypted from the
/// sources of secrets.
/// </summary>
sealed class ClientIdentity(PluginContext context, string keyFile, string certificateFile)
{
    // The words of GnuTLS for a passphrase that is wrong, and for one that nobody knows.
    const string NotDecrypted = "Decryption has failed.";

    string What => $"key file {keyFile} and/or X509 cert file {certificateFile}";

    /// <summary>
    /// Null: the account shows none. Asks for a passphrase only if one is needed. Throws <see cref="MailException"/> in msmtp's words
    /// for what cannot be read or does not fit.
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

    // RFC 7512 §2.3: such a URI may hold the PIN, and is not repeated in complaints.
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
            throw Unusable(e.Message, TlsAdvice.KeyIsAnothers(keyFile, certificateFile, certificate.Name));
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
        var passphrase = await context.Secrets.FindAsync(query, cancellationToken).ConfigureAwait(false) ?? throw Unusable(NotDecrypted, TlsAdvice.KeyIsEncrypted(keyFile));
        var opened = Open(key, passphrase);
        var verdict = opened is null ? SecretVerdict.Rejected : SecretVerdict.Accepted;
        await context.Secrets.ReportAsync(query, passphrase, verdict, cancellationToken).ConfigureAwait(false);
        return opened ?? throw Unusable(NotDecrypted, TlsAdvice.PassphraseIsWrong(keyFile));
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
