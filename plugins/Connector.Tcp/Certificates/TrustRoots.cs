using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Connector.Tcp;

/// <summary>
/// The trusted certificates, in a PEM bundle. A system trusts some 150 of them and a mail needs one: importing only those with a
/// wanted name takes a hundredth of the time.
/// </summary>
sealed class TrustRoots
{
    // In the usual bundles every subject ends within the first length, and decoding no more saves a third of the scan. A certificate
    // whose subject does not end within the second is only found when all are loaded.
    const int HeadLength = 512;
    const int LongHeadLength = 1536;

    // Where distributions keep them: Debian, Fedora and its relatives, Alpine and BSD, SUSE.
    static readonly string[] SystemBundles =
    [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/cert.pem",
        "/etc/ssl/ca-bundle.pem",
    ];

    readonly byte[] bundle;

    public TrustRoots(byte[] bundle)
    {
        this.bundle = bundle;
    }

    /// <summary>It holds no certificate.</summary>
    public bool IsEmpty
    {
        get
        {
            var blocks = new PemBlocks(bundle);
            while (blocks.MoveNext())
            {
                if (blocks.IsCertificate)
                    return false;
            }
            return true;
        }
    }

    /// <summary>
    /// Checks that each certificate is one, as far as that can be told without importing it: the user must not be left believing that
    /// all of the file takes effect. Throws <see cref="InvalidDataException"/>, in GnuTLS's words.
    /// </summary>
    public TrustRoots Checked()
    {
        var blocks = new PemBlocks(bundle);
        while (blocks.MoveNext())
        {
            if (blocks.IsCertificate)
                CertificateHead.Check(blocks.Decode());
        }
        return blocks.HasPassedBroken ? throw new InvalidDataException("Base64 unexpected header error.") : this;
    }

    /// <summary>The system's trusted certificates; null: they are not kept in a bundle, and only the runtime knows them.</summary>
    public static TrustRoots? OfSystem() => OfSystem(Environment.GetEnvironmentVariable("SSL_CERT_FILE"));

    internal static TrustRoots? OfSystem(string? bundle) =>
        SystemBundle(bundle) is { } file ? new TrustRoots(X509File.Octets(file)) : null;

    /// <summary>The file of the system's trusted certificates; null: they are kept elsewhere.</summary>
    public static string? SystemBundle() => SystemBundle(Environment.GetEnvironmentVariable("SSL_CERT_FILE"));

    /// <summary>
    /// Hides the system's store from the runtime while it builds a path. Null: not hidden, because the host does not ask for it, or because
    /// only the runtime knows the store.
    /// </summary>
    public static IDisposable? Withhold(PluginContext context) =>
        context.WithholdSystemStore is { } withhold && SystemBundle() is not null ? withhold() : null;

    static string? SystemBundle(string? named)
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
            return null;
        var file = named is { Length: > 0 } ? named : Array.Find(SystemBundles, File.Exists);
        return File.Exists(file) ? file : null;
    }

    /// <summary>The certificates with one of these subjects: names in DER, compared octet by octet.</summary>
    public X509Certificate2Collection Named(IReadOnlyCollection<byte[]> names)
    {
        var found = new X509Certificate2Collection();
        var blocks = new PemBlocks(bundle);
        Span<byte> head = stackalloc byte[LongHeadLength];
        while (blocks.MoveNext())
        {
            if (blocks.IsCertificate && TrySubject(blocks, head, out var subject) && Contains(names, subject))
                TryAdd(found, blocks);
        }
        return found;
    }

    /// <summary>All of them. Those that cannot be read are not trusted, as if they were missing.</summary>
    public X509Certificate2Collection All()
    {
        var found = new X509Certificate2Collection();
        var blocks = new PemBlocks(bundle);
        while (blocks.MoveNext())
        {
            if (blocks.IsCertificate)
                TryAdd(found, blocks);
        }
        return found;
    }

    static bool TrySubject(PemBlocks blocks, Span<byte> head, out ReadOnlySpan<byte> subject) =>
        CertificateHead.TrySubject(head[..blocks.DecodeHead(head[..HeadLength])], out subject)
        || CertificateHead.TrySubject(head[..blocks.DecodeHead(head)], out subject);

    static void TryAdd(X509Certificate2Collection found, PemBlocks blocks)
    {
        try
        {
            found.Add(X509CertificateLoader.LoadCertificate(blocks.Decode()));
        }
        catch (Exception e) when (e is InvalidDataException or CryptographicException)
        {
            // Treated as missing.
        }
    }

    static bool Contains(IReadOnlyCollection<byte[]> names, ReadOnlySpan<byte> subject)
    {
        foreach (var name in names)
        {
            if (subject.SequenceEqual(name))
                return true;
        }
        return false;
    }
}
