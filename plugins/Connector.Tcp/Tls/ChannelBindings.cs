using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Net;
using System.Runtime.InteropServices;
using System.Security.Authentication.ExtendedProtection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Connector.Tcp;

/// <summary>The data of the channel binding types of RFC 5929.</summary>
static class ChannelBindings
{
    // RFC 5056 §2.1: the name of the binding type (RFC 5929 §3) and a colon come first.
    static ReadOnlySpan<byte> UniquePrefix => "tls-unique:"u8;

    /// <summary>
    /// RFC 5929 §4.1: the hash of the certificate, with the hash function of its signature, or SHA-256 if that is too weak. Null: the
    /// signature has no hash function, so there is no such binding.
    /// </summary>
    public static byte[]? EndPoint(X509Certificate2 certificate)
    {
        try
        {
            var hash = SignedOctets.Decode(certificate.RawDataMemory).Algorithm.Hash;
            if (hash == HashAlgorithmName.MD5 || hash == HashAlgorithmName.SHA1)
                hash = HashAlgorithmName.SHA256;
            return hash is { } name ? CryptographicOperations.HashData(name, certificate.RawDataMemory.Span) : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>
    /// RFC 5929 §3: the first Finished message of the handshake. For TLS 1.2 and below only: the runtime returns something for TLS 1.3,
    /// too, which has no meaning (RFC 9266 §1). Null: there is none.
    /// </summary>
    public static byte[]? Unique(TransportContext context)
    {
        using var binding = context.GetChannelBinding(ChannelBindingKind.Unique);
        return binding is { IsInvalid: false } ? Unique(Octets(binding)) : null;
    }

    // SEC_CHANNEL_BINDINGS, in the machine's byte order: six numbers about addresses, then length and offset of the data.
    static byte[]? Unique(ReadOnlySpan<byte> octets)
    {
        const int LengthAt = 24;
        const int PlaceAt = 28;
        const int HeadLength = 32;

        if (octets.Length < HeadLength)
            return null;
        var length = Number(octets[LengthAt..]);
        var place = Number(octets[PlaceAt..]);
        if (place < HeadLength || length < 0 || length > octets.Length - place)
            return null;
        var data = octets.Slice(place, length);
        return data.StartsWith(UniquePrefix) && data.Length > UniquePrefix.Length ? data[UniquePrefix.Length..].ToArray() : null;
    }

    static int Number(ReadOnlySpan<byte> octets) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadInt32LittleEndian(octets) : BinaryPrimitives.ReadInt32BigEndian(octets);

    static byte[] Octets(ChannelBinding binding)
    {
        var octets = new byte[binding.Size];
        Marshal.Copy(binding.DangerousGetHandle(), octets, 0, octets.Length);
        return octets;
    }
}
