namespace Msmtp.Transport.Smtp;

// RFC 5246 §7.4.1.2, in the record of §6.2.1. Enough to make a server respond, if only with an alert. Nothing here does I/O.

/// <summary>A TLS ClientHello, to find out whether a server speaks TLS.</summary>
static class ClientHello
{
    const byte Alert = 21;
    const byte Handshake = 22;

    /// <summary>A ClientHello without a server name, for versions 1.2 and 1.3.</summary>
    public static ReadOnlyMemory<byte> Octets { get; } = Record();

    /// <summary>Whether a response begins a handshake or alert record.</summary>
    public static bool IsAnsweredBy(ReadOnlySpan<byte> octets) => octets is [Alert or Handshake, 3, <= 4, ..];

    static byte[] Record()
    {
        byte[] suites =
        [
            0x13, 0x01, 0x13, 0x02, 0x13, 0x03, 0xC0, 0x2B, 0xC0, 0x2F, 0xC0, 0x2C, 0xC0, 0x30, 0xCC, 0xA9, 0xCC, 0xA8,
            0xC0, 0x13, 0xC0, 0x14, 0x00, 0x9C, 0x00, 0x9D, 0x00, 0x2F, 0x00, 0x35,
        ];
        byte[] extensions =
        [
            // supported_groups: x25519, secp256r1, secp384r1
            0x00, 0x0A, 0x00, 0x08, 0x00, 0x06, 0x00, 0x1D, 0x00, 0x17, 0x00, 0x18,
            // ec_point_formats: uncompressed
            0x00, 0x0B, 0x00, 0x02, 0x01, 0x00,
            // signature_algorithms: ECDSA, RSA-PSS and RSA, with SHA-256, SHA-384 and SHA-512
            0x00, 0x0D, 0x00, 0x14, 0x00, 0x12, 0x04, 0x03, 0x05, 0x03, 0x06, 0x03, 0x08, 0x04, 0x08, 0x05, 0x08, 0x06, 0x04, 0x01, 0x05, 0x01, 0x06, 0x01,
            // supported_versions: 1.3, 1.2
            0x00, 0x2B, 0x00, 0x05, 0x04, 0x03, 0x04, 0x03, 0x03,
            // key_share: none yet
            0x00, 0x33, 0x00, 0x02, 0x00, 0x00,
        ];
        // Nothing is ever encrypted with it, so it need not be random.
        byte[] hello = [0x03, 0x03, .. new byte[32], 0, .. Vector(suites), 1, 0, .. Vector(extensions)];
        return [Handshake, 0x03, 0x01, .. Vector([1, 0, .. Vector(hello)])];
    }

    static byte[] Vector(byte[] octets) => [(byte)(octets.Length >> 8), (byte)octets.Length, .. octets];
}
