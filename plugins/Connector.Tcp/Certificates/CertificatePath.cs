using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Connector.Tcp;

/// <summary>
/// The path from a server's certificate up to a trusted one, and what is wrong with it. Unlike the runtime, and like msmtp, it
/// accepts any trusted certificate as its end: a root, an intermediate authority, or the server's own.
/// </summary>
sealed class CertificatePath
{
    const X509ChainStatusFlags Unanchored = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    // What being trusted settles, and validity, which is judged here.
    const X509ChainStatusFlags SettledAtAnchor =
        Unanchored | X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.NotSignatureValid | X509ChainStatusFlags.HasWeakSignature;

    CertificatePath(IReadOnlyList<X509Certificate2> certificates, bool isAnchored, X509ChainStatusFlags faults)
    {
        Certificates = certificates;
        IsAnchored = isAnchored;
        Faults = faults;
    }

    /// <summary>The server's certificate first; the trusted one last, if there is one.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; }

    /// <summary>It ends in a certificate that is trusted.</summary>
    public bool IsAnchored { get; }

    /// <summary>What is wrong, apart from times and trust.</summary>
    public X509ChainStatusFlags Faults { get; }

    /// <summary>Looks for the path to one of <paramref name="anchors"/>; null: to what the system trusts.</summary>
    public static CertificatePath Find(
        X509Certificate2 server, X509Certificate2Collection others, X509Certificate2Collection? anchors, DateTimeOffset now)
    {
        using var chain = new X509Chain { ChainPolicy = Policy(others, anchors, now) };
        chain.Build(server);
        var last = anchors is null ? SystemAnchor(chain) : Anchor(chain, anchors);
        return last < 0 ? Whole(chain) : Upto(chain, last);
    }

    static X509ChainPolicy Policy(X509Certificate2Collection others, X509Certificate2Collection? anchors, DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = now.LocalDateTime,
        };
        policy.ExtraStore.AddRange(others);
        if (anchors is null)
            return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(anchors);
        policy.ExtraStore.AddRange(anchors);
        return policy;
    }

    static int Anchor(X509Chain chain, X509Certificate2Collection anchors)
    {
        for (var i = 0; i < chain.ChainElements.Count; i++)
        {
            if (Holds(anchors, chain.ChainElements[i].Certificate))
                return i;
        }
        return -1;
    }

    // Octet by octet: the runtime compares only issuer and serial number, which anybody can copy.
    static bool Holds(X509Certificate2Collection anchors, X509Certificate2 certificate) =>
        anchors.Any(anchor => anchor.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span));

    static int SystemAnchor(X509Chain chain) => IsDoubtedByRuntime(chain) ? -1 : chain.ChainElements.Count - 1;

    static CertificatePath Whole(X509Chain chain)
    {
        var certificates = CertificatesOf(chain, chain.ChainElements.Count);
        var faults = FaultsOf(chain, certificates.Length) & ~(Unanchored | X509ChainStatusFlags.NotTimeValid)
            | Forgeable(IsSelfIssued(certificates[^1]) ? certificates[..^1] : certificates)
            | Misused(certificates);
        return new CertificatePath(certificates, isAnchored: false, faults);
    }

    static CertificatePath Upto(X509Chain chain, int last)
    {
        var certificates = CertificatesOf(chain, last + 1);
        // A certificate that is itself trusted needs nothing else: it was named on purpose.
        if (last == 0)
            return new CertificatePath(certificates, isAnchored: true, X509ChainStatusFlags.NoError);
        var faults = FaultsOf(chain, last) & ~(Unanchored | X509ChainStatusFlags.NotTimeValid)
            | FaultsAt(chain.ChainElements[last]) & ~SettledAtAnchor
            | Forgeable(certificates[..last])
            | Misused(certificates);
        if (IsDoubtedByRuntime(chain) && !IsSignedUpwards(certificates))
            faults |= X509ChainStatusFlags.NotSignatureValid;
        return new CertificatePath(certificates, isAnchored: true, faults);
    }

    static bool IsDoubtedByRuntime(X509Chain chain) => (FaultsOf(chain, chain.ChainElements.Count) & Unanchored) != 0;

    // To the runtime a path that stops below a root has failed, and it then guarantees nothing about the rest.
    static bool IsSignedUpwards(X509Certificate2[] certificates)
    {
        for (var i = 0; i + 1 < certificates.Length; i++)
        {
            if (!SignedOctets.Decode(certificates[i].RawDataMemory).IsSignedBy(certificates[i + 1]))
                return false;
        }
        return true;
    }

    // The runtime leaves this to OpenSSL's security level, which is not applied to a path that is judged here.
    static X509ChainStatusFlags Forgeable(IEnumerable<X509Certificate2> certificates) =>
        certificates.Any(IsForgeable) ? X509ChainStatusFlags.HasWeakSignature : X509ChainStatusFlags.NoError;

    // RFC 5280 §4.2.1.12: a certificate for another purpose must not be used for this one. msmtp does not check.
    static X509ChainStatusFlags Misused(X509Certificate2[] certificates) =>
        Array.TrueForAll(certificates, CertificateUse.IsForServers) ? X509ChainStatusFlags.NoError : X509ChainStatusFlags.NotValidForUsage;

    static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    // What is not in DER is not a certificate (RFC 5280 §4.1).
    static bool IsForgeable(X509Certificate2 certificate)
    {
        try
        {
            return SignedOctets.Decode(certificate.RawDataMemory).Algorithm.IsForgeable;
        }
        catch (AsnContentException)
        {
            return true;
        }
    }

    // Take last: Select on an iterator is a generic virtual method, for which the native command would read 0.25 MB of metadata.
    static X509Certificate2[] CertificatesOf(X509Chain chain, int count) =>
        [.. chain.ChainElements.Select(static element => element.Certificate).Take(count)];

    static X509ChainStatusFlags FaultsOf(X509Chain chain, int count) =>
        chain.ChainElements.Take(count).Aggregate(X509ChainStatusFlags.NoError, static (faults, element) => faults | FaultsAt(element));

    static X509ChainStatusFlags FaultsAt(X509ChainElement element) =>
        element.ChainElementStatus.Aggregate(X509ChainStatusFlags.NoError, static (faults, status) => faults | status.Status);
}
