using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Msmtp.TestKit;

/// <summary>A certificate authority in this process, and what it issues.</summary>
public sealed class Authority
{
    const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    static readonly DateTimeOffset Epoch = Year(2020);
    static readonly DateTimeOffset Doom = Year(2090);

    readonly CertificateRevocationListBuilder revoked = new();
    byte lastSerial = 0x80;

    public Authority(string name)
        : this(Named(name, ECDsa.Create(ECCurve.NamedCurves.nistP256), isAuthority: true).CreateSelfSigned(Epoch, Doom))
    {
    }

    Authority(X509Certificate2 certificate)
    {
        Certificate = certificate;
    }

    public X509Certificate2 Certificate { get; }

    public string Pem => Certificate.ExportCertificatePem();

    public static DateTimeOffset Year(int year) => new(year, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>An authority that signs with RSA and SHA-384.</summary>
    public static Authority WithRsa(string name)
    {
        var request = new CertificateRequest($"CN={name}", RSA.Create(2048), HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return new Authority(request.CreateSelfSigned(Epoch, Doom));
    }

    /// <summary>An authority with a name as long as those of real organizations.</summary>
    public static Authority OfOrganization(string name)
    {
        var subject = new X500DistinguishedNameBuilder();
        // X.520: at most 64 characters for each. Real names are long because they have several.
        foreach (var part in name.Chunk(64))
            subject.AddOrganizationalUnitName(new string(part));
        var request = new CertificateRequest(subject.Build(), ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return new Authority(request.CreateSelfSigned(Epoch, Doom));
    }

    /// <summary>A self-signed certificate.</summary>
    public static X509Certificate2 SelfSigned(string host) =>
        For(host, Named(host, ECDsa.Create(ECCurve.NamedCurves.nistP256))).CreateSelfSigned(Epoch, Doom);

    /// <summary>A certificate with the names and the serial number of another one, but a different key and signature.</summary>
    public static X509Certificate2 Forge(X509Certificate2 original, string host)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = For(host, new CertificateRequest(original.SubjectName, key, HashAlgorithmName.SHA256));
        using var forged = request.Create(
            original.IssuerName, X509SignatureGenerator.CreateForECDsa(key), Epoch, Doom, original.SerialNumberBytes.Span);
        return forged.CopyWithPrivateKey(key);
    }

    /// <summary>A certificate signed by another server, as if that were an authority.</summary>
    public static X509Certificate2 SignedByServer(X509Certificate2 server, string host) => new Authority(server).Issue(host);

    /// <summary>An authority whose certificate is signed by this one.</summary>
    public Authority Below(string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new Authority(Sign(Named(name, key, isAuthority: true), key));
    }

    public X509Certificate2 Issue(string host, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Sign(For(host, Named(host, key, purpose: ServerAuthentication)), key, from, to);
    }

    /// <summary>A certificate signed by an RSA authority with a hash that no one should use any more.</summary>
    public X509Certificate2 IssueForgeable(string host, HashAlgorithmName hash)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = For(host, Named(host, key, purpose: ServerAuthentication));
        using var certificate = request.Create(
            Certificate.SubjectName, new ForgeableSignature(Certificate.GetRSAPrivateKey()!, hash), Epoch, Doom, [1, ++lastSerial]);
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>An authority whose certificate is signed by this one, with RSA and such a hash.</summary>
    public Authority BelowForgeable(string name, HashAlgorithmName hash)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Named(name, key, isAuthority: true);
        using var certificate = request.Create(
            Certificate.SubjectName, new ForgeableSignature(Certificate.GetRSAPrivateKey()!, hash), Epoch, Doom, [1, ++lastSerial]);
        return new Authority(certificate.CopyWithPrivateKey(key));
    }

    /// <summary>
    /// A certificate whose issuer is spelled differently from this authority's name, but is the same by RFC 5280 §7.1.
    /// </summary>
    public X509Certificate2 IssueUnder(X500DistinguishedName issuer, string host)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var generator = X509SignatureGenerator.CreateForECDsa(Certificate.GetECDsaPrivateKey()!);
        var request = For(host, Named(host, key, purpose: ServerAuthentication));
        using var certificate = request.Create(issuer, generator, Epoch, Doom, [1, ++lastSerial]);
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>A certificate with its name in the subject only.</summary>
    public X509Certificate2 IssueWithoutAlternativeName(string host)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Sign(Named(host, key, purpose: ServerAuthentication), key);
    }

    /// <summary>A certificate with these extensions and no others.</summary>
    public X509Certificate2 IssueWith(string name, params IReadOnlyList<X509Extension> extensions)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        foreach (var extension in extensions)
            request.CertificateExtensions.Add(extension);
        return Sign(request, key);
    }

    /// <summary>A subjectAltName of entries such as "dns:localhost", "ip:7f000001" and "mail:a@b"; each character is an octet.</summary>
    public static X509Extension NamesOf(params IReadOnlyList<string> entries)
    {
        var content = entries.SelectMany(static entry => entry.Split(':', 2) switch
        {
            ["dns", var name] => Value(0x82, Encoding.Latin1.GetBytes(name)),
            ["mail", var name] => Value(0x81, Encoding.Latin1.GetBytes(name)),
            ["ip", var octets] => Value(0x87, Convert.FromHexString(octets)),
            _ => throw new ArgumentException(entry),
        }).ToArray();
        return new X509Extension("2.5.29.17", Value(0x30, content), critical: false);
    }

    static byte[] Value(byte tag, byte[] content) => content.Length < 128
        ? [tag, (byte)content.Length, .. content]
        : [tag, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content];

    /// <summary>A certificate that is not for a server.</summary>
    public X509Certificate2 IssueForClient(string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Sign(For(name, Named(name, key, purpose: ClientAuthentication)), key);
    }

    public Authority Revoke(X509Certificate2 certificate)
    {
        revoked.AddEntry(certificate);
        return this;
    }

    public string RevocationListPem(DateTimeOffset? from = null, DateTimeOffset? to = null) => PemEncoding.WriteString(
        "X509 CRL", revoked.Build(Certificate, 1, to ?? Doom, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, from ?? Epoch));

    static CertificateRequest Named(string name, ECDsa key, bool isAuthority = false, string? purpose = null)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        if (purpose is not null)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        return request;
    }

    static CertificateRequest For(string host, CertificateRequest request)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    X509Certificate2 Sign(CertificateRequest request, ECDsa key, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        var generator = Certificate.GetRSAPrivateKey() is { } rsa
            ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
            : X509SignatureGenerator.CreateForECDsa(Certificate.GetECDsaPrivateKey()!);
        var hash = Certificate.GetRSAPrivateKey() is null ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA384;
        var signed = new CertificateRequest(request.SubjectName, request.PublicKey, hash);
        foreach (var extension in request.CertificateExtensions)
            signed.CertificateExtensions.Add(extension);
        using var certificate = signed.Create(Certificate.SubjectName, generator, from ?? Epoch, to ?? Doom, [1, ++lastSerial]);
        return certificate.CopyWithPrivateKey(key);
    }
}

/// <summary>Signs with RSA and SHA-1 or MD5, which the runtime's own generator refuses.</summary>
public sealed class ForgeableSignature(RSA key, HashAlgorithmName hash) : X509SignatureGenerator
{
    // RFC 3279 §2.2.1: AlgorithmIdentifier of md5WithRSAEncryption (4) and sha1WithRSAEncryption (5).
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
        [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, (byte)(hash == HashAlgorithmName.MD5 ? 4 : 5), 0x05, 0x00];

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(data, hash, RSASignaturePadding.Pkcs1);

    protected override PublicKey BuildPublicKey() => new(key);
}
