using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Connector.Tcp;

/// <summary>
/// The certificates that a user trusts, in a PEM bundle. A system trusts some 150 of them and a mail needs one: only those
/// with a name that is asked for are imported, which takes a hundredth of the time.
/// </summary>
sealed class TrustRoots
{
    // All subjects of a system end before the first, and to decode no more saves a third of the scan. A certificate whose subject does
    // not even end before the second is found when all are loaded.
    const int HeadLength = 512;
    const int LongHeadLength = 1536;

    // Where the distributions keep them: Debian, Fedora and its kin, Alpine and BSD, SUSE.
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

    /// <summary>There is no certificate in it.</summary>
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
    /// Looks whether each certificate is one, as far as that shows without importing it: whoever named the file must not be left
    /// believing that all of it is heeded. Throws <see cref="InvalidDataException"/>, in GnuTLS's words.
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

    /// <summary>What the system trusts; null: it keeps that elsewhere than in a bundle, and only the runtime knows.</summary>
    public static TrustRoots? OfSystem() => OfSystem(Environment.GetEnvironmentVariable("SSL_CERT_FILE"));

    internal static TrustRoots? OfSystem(string? bundle) =>
        SystemBundle(bundle) is { } file ? new TrustRoots(X509File.Octets(file)) : null;

    /// <summary>The file of the certificates that the system trusts; null: it keeps them elsewhere.</summary>
    public static string? SystemBundle() => SystemBundle(Environment.GetEnvironmentVariable("SSL_CERT_FILE"));

    /// <summary>
    /// For as long as the runtime builds a path. Null: it may see what the system trusts, because nobody minds, or because only the runtime
    /// knows it.
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

    /// <summary>Those with one of these subjects, which are names in DER compared octet by octet.</summary>
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

    /// <summary>All of them, but for those that cannot be read: they are trusted no more than others that are not there.</summary>
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
            // As if it were not there.
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
