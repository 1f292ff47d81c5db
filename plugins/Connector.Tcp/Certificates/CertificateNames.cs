using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Msmtp.Text;

namespace Msmtp.Connector.Tcp;

// RFC 5280 §4.2.1.6: SubjectAltName ::= SEQUENCE OF GeneralName, of which [2] dNSName IA5String and [7] iPAddress OCTET STRING count here.
// Names of other kinds, and names that no host can have, are skipped: whatever else an authority has put into a certificate does not
// make the right name wrong. Nothing here does I/O.

/// <summary>The names and addresses of the servers that a certificate is for.</summary>
sealed class CertificateNames
{
    const string AlternativeName = "2.5.29.17";
    const string CommonName = "2.5.4.3";
    const byte Sequence = 0x30;
    const byte DnsName = 0x82;
    const byte Address = 0x87;

    readonly List<string> names = [];
    readonly List<byte[]> addresses = [];

    CertificateNames(X509Certificate2 certificate)
    {
        var isWhole = certificate.Extensions[AlternativeName] is not { } extension || TryRead(extension.RawData);
        // RFC 6125 §6.4.4: the common name counts if there is no other. RFC 9525 §2 drops it; mail servers are not there yet.
        if (isWhole && names.Count == 0 && addresses.Count == 0 && FindCommonName(certificate.SubjectName) is { } name)
            names.Add(name);
    }

    /// <summary>All of them, as text.</summary>
    public IReadOnlyList<string> All => [.. names, .. addresses.Select(Show)];

    public static CertificateNames Of(X509Certificate2 certificate) => new(certificate);

    /// <summary>
    /// Whether the certificate is for this host. An asterisk matches one label, the leftmost (RFC 9525 §6.3), but not one directly below
    /// the root, as in GnuTLS and OpenSSL. An address only matches an address (RFC 9525 §6.4).
    /// </summary>
    /// <param name="host">A name in A-labels, or an address.</param>
    public bool Match(string host)
    {
        if (TryAddress(host, out var octets))
            return addresses.Exists(address => address.AsSpan().SequenceEqual(octets));
        return host.Length > 0 && !host.Contains('*', StringComparison.Ordinal) && names.Exists(name => Matches(name, host));
    }

    // inet_pton(3): four decimal numbers. Other forms that inet_aton(3) accepts, such as 127.1, are names to a certificate.
    static bool TryAddress(string host, out byte[] octets)
    {
        octets = [];
        if (host.AsSpan().ContainsAny('%', '[', ']') || !IPAddress.TryParse(host, out var address))
            return false;
        octets = address.GetAddressBytes();
        return octets.Length > 4 || address.ToString() == host;
    }

    static bool Matches(ReadOnlySpan<char> name, ReadOnlySpan<char> host)
    {
        if (Ascii.EqualsIgnoreCase(name, host))
            return true;
        var dot = host.IndexOf('.');
        return dot > 0 && name is ['*', '.', .. [.., not '.'] parent] && parent.IndexOf('.') > 0 && Ascii.EqualsIgnoreCase(parent, host[(dot + 1)..]);
    }

    static string Show(byte[] address) =>
        address.Length is 4 or 16 ? new IPAddress(address).ToString() : $"an address of {address.Length} octets";

    bool TryRead(ReadOnlySpan<byte> extension)
    {
        if (!DerValue.TryTake(ref extension, out var tag, out var rest) || tag != Sequence)
            return false;
        while (!rest.IsEmpty)
        {
            if (!DerValue.TryTake(ref rest, out tag, out var content))
                return false;
            if (tag == DnsName)
                names.Add(OctetText.Decode(content));
            else if (tag == Address)
                addresses.Add(content.ToArray());
        }
        return true;
    }

    // If there are two, it is unclear which one counts.
    static string? FindCommonName(X500DistinguishedName subject)
    {
        try
        {
            string?[] found = [.. subject.EnumerateRelativeDistinguishedNames()
                .Where(static part => !part.HasMultipleElements && part.GetSingleElementType().Value == CommonName)
                .Select(static part => part.GetSingleElementValue())];
            return found.Length == 1 ? found[0] : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
