using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Connector.Tcp;

// RFC 5280 §4.2.1.3: KeyUsage ::= BIT STRING { digitalSignature (0), nonRepudiation (1), keyEncipherment (2), ... }
// RFC 5280 §4.2.1.12: ExtKeyUsageSyntax ::= SEQUENCE OF OBJECT IDENTIFIER
// A missing extension allows everything; one that cannot be read allows nothing. Nothing here does I/O.

/// <summary>What a certificate may be used for.</summary>
static class CertificateUse
{
    const string KeyUsage = "2.5.29.15";
    const string ExtendedKeyUsage = "2.5.29.37";
    const byte Sequence = 0x30;
    const byte BitString = 0x03;
    const byte Identifier = 0x06;
    const byte DigitalSignature = 0x80;
    const byte KeyEncipherment = 0x20;

    static ReadOnlySpan<byte> ServerAuthentication => [0x2B, 6, 1, 5, 5, 7, 3, 1];

    static ReadOnlySpan<byte> Anything => [0x55, 0x1D, 0x25, 0];

    /// <summary>Whether the certificate, a server's or an authority's, may be used for servers.</summary>
    public static bool IsForServers(X509Certificate2 certificate)
    {
        if (certificate.Extensions[ExtendedKeyUsage] is not { } extension)
            return true;
        ReadOnlySpan<byte> octets = extension.RawData;
        if (!DerValue.TryTake(ref octets, out var tag, out var purposes) || tag != Sequence)
            return false;
        while (DerValue.TryTake(ref purposes, out tag, out var purpose))
        {
            if (tag == Identifier && (purpose.SequenceEqual(ServerAuthentication) || purpose.SequenceEqual(Anything)))
                return true;
        }
        return false;
    }

    /// <summary>
    /// Whether the server's key may do what it did in the handshake: sign (RFC 8446 §4.4.2.2, RFC 5246 §7.4.2), or, with the old RSA key
    /// exchange, decipher.
    /// </summary>
    public static bool AllowsHandshake(X509Certificate2 server, TlsCipherSuite suite)
    {
        if (server.Extensions[KeyUsage] is not { } extension)
            return true;
        ReadOnlySpan<byte> octets = extension.RawData;
        return DerValue.TryTake(ref octets, out var tag, out var bits) && tag == BitString && bits is [_, var first, ..]
            && ((first & DigitalSignature) != 0 || (first & KeyEncipherment) != 0 && SendsSecret(suite));
    }

    static bool SendsSecret(TlsCipherSuite suite) => suite.ToString().StartsWith("TLS_RSA_WITH_", StringComparison.Ordinal);
}
