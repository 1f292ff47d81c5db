using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Msmtp.Transport.Smtp;

/// <summary>The certificate by which a client says who it is, from PEM. Nothing here does I/O.</summary>
static class ClientCertificate
{
    /// <summary>Throws <see cref="InvalidDataException"/>, in GnuTLS's words.</summary>
    /// <param name="certificates">The client's certificate, then those that lead to a root.</param>
    /// <param name="key">The private key, not encrypted.</param>
    public static SslStreamCertificateContext Read(ReadOnlySpan<byte> certificates, ReadOnlySpan<byte> key)
    {
        var own = Join(First(certificates), key);
        return SslStreamCertificateContext.Create(own, Rest(certificates), offline: true);
    }

    static string First(ReadOnlySpan<byte> certificates)
    {
        var blocks = new PemBlocks(certificates);
        while (blocks.MoveNext())
        {
            if (blocks.IsCertificate)
                return PemEncoding.WriteString("CERTIFICATE", blocks.Decode());
        }
        throw new InvalidDataException("Base64 decoding error.");
    }

    static X509Certificate2Collection Rest(ReadOnlySpan<byte> certificates)
    {
        var all = new TrustRoots(certificates.ToArray()).All();
        all.RemoveAt(0);
        return all;
    }

    static X509Certificate2 Join(string certificate, ReadOnlySpan<byte> key)
    {
        CheckKey(key);
        try
        {
            return X509Certificate2.CreateFromPem(certificate, Encoding.Latin1.GetString(key));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException("The certificate and the given key do not match.", e);
        }
    }

    static void CheckKey(ReadOnlySpan<byte> key)
    {
        var blocks = new PemBlocks(key);
        while (blocks.MoveNext())
        {
            if (!blocks.Label.EndsWith("PRIVATE KEY"u8))
                continue;
            // RFC 7468 §11, and the older form of OpenSSL's.
            if (blocks.Label.StartsWith("ENCRYPTED"u8) || blocks.Body.IndexOf("ENCRYPTED"u8) >= 0)
                throw new InvalidDataException("Decryption has failed.");
            return;
        }
        throw new InvalidDataException("The requested data were not available.");
    }
}
