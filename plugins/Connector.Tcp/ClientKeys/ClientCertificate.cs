using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Connector.Tcp;

/// <summary>
/// The client's certificate, from PEM, with its chain. Nothing here does I/O; errors are in GnuTLS's words.
/// </summary>
sealed class ClientCertificate
{
    const string Rsa = "1.2.840.113549.1.1.1";
    const string EllipticCurve = "1.2.840.10045.2.1";

    readonly X509Certificate2 own;
    readonly X509Certificate2Collection others;

    ClientCertificate(X509Certificate2 own, X509Certificate2Collection others)
    {
        this.own = own;
        this.others = others;
    }

    /// <summary>The subject, on one line.</summary>
    public string Name => DistinguishedNameText.Show(own.SubjectName.RawData);

    /// <summary>Throws <see cref="InvalidDataException"/> if there is none, or none that this TLS library can use.</summary>
    public static ClientCertificate Read(byte[] pem)
    {
        var blocks = new PemBlocks(pem);
        while (blocks.MoveNext())
        {
            if (blocks.IsCertificate)
                return new ClientCertificate(Load(blocks.Decode()), Behind(pem));
        }
        throw new InvalidDataException("Base64 decoding error.");
    }

    /// <summary>Throws <see cref="InvalidDataException"/> if the key belongs to another certificate.</summary>
    /// <param name="key">A key that has been opened.</param>
    public SslStreamCertificateContext With(AsymmetricAlgorithm key)
    {
        try
        {
            var joined = key is RSA rsa ? own.CopyWithPrivateKey(rsa) : own.CopyWithPrivateKey((ECDsa)key);
            return SslStreamCertificateContext.Create(joined, others, offline: true);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException("The certificate and the given key do not match.", e);
        }
    }

    static X509Certificate2 Load(byte[] der)
    {
        X509Certificate2 certificate;
        try
        {
            certificate = X509CertificateLoader.LoadCertificate(der);
        }
        catch (CryptographicException e)
        {
            throw new InvalidDataException("ASN1 parser: Error in DER parsing.", e);
        }
        var kind = certificate.GetKeyAlgorithm();
        return kind is Rsa or EllipticCurve
            ? certificate
            : throw new InvalidDataException($"{NameOf(kind)} keys cannot be used by this TLS library.");
    }

    static X509Certificate2Collection Behind(byte[] pem)
    {
        var all = new TrustRoots(pem).Checked().All();
        all.RemoveAt(0);
        return all;
    }

    static string NameOf(string kind) => kind switch
    {
        "1.3.101.112" => "Ed25519",
        "1.3.101.113" => "Ed448",
        "1.2.840.113549.1.1.10" => "RSA-PSS",
        "1.2.840.10040.4.1" => "DSA",
        _ => kind,
    };
}
