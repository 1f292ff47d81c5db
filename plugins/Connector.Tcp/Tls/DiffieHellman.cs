using System.Net.Security;

namespace Msmtp.Connector.Tcp;

/// <summary>
/// What <c>tls_min_dh_prime_bits</c> asks for. The runtime cannot check a server's prime, but it can avoid primes: for TLS 1.2 only
/// elliptic-curve key agreement is offered, and the groups of TLS 1.3 have at least 2048 bits (RFC 7919).
/// </summary>
static class DiffieHellman
{
    const int SmallestInTls13 = 2048;

    /// <summary>Suites that use no smaller prime. Throws <see cref="InvalidDataException"/> if that cannot be guaranteed.</summary>
    public static CipherSuitesPolicy Without(int bits)
    {
        if (bits > SmallestInTls13)
            throw new InvalidDataException($"more than {SmallestInTls13} bits cannot be demanded by this TLS library");
        if (OperatingSystem.IsWindows() || OperatingSystem.IsAndroid())
            throw new InvalidDataException("the cipher suites are the system's choice here");
        return new CipherSuitesPolicy(
        [
            TlsCipherSuite.TLS_AES_256_GCM_SHA384,
            TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
            TlsCipherSuite.TLS_AES_128_GCM_SHA256,
            TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
            TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
            TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384,
            TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384,
            TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
            TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
        ]);
    }
}
