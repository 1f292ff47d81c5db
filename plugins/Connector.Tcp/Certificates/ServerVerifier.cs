using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Connector.Tcp;

/// <summary>Verifies a server's certificate, and says what is wrong with it in GnuTLS's sentences.</summary>
/// <param name="roots">The trusted certificates; null: the system's, which only the runtime knows.</param>
/// <param name="revoked">Revocation lists.</param>
/// <param name="name">The name the certificate must be for.</param>
/// <param name="time">The clock.</param>
sealed class ServerVerifier(TrustRoots? roots, IReadOnlyList<RevocationList> revoked, string name, TimeProvider time)
{
    /// <summary>What is wrong, in GnuTLS's order; empty: nothing.</summary>
    /// <param name="server">The server's certificate.</param>
    /// <param name="others">The other certificates that it sent.</param>
    /// <param name="path">The path from the certificate to its issuers.</param>
    public IReadOnlyList<CertificateFault> Examine(X509Certificate2 server, X509Certificate2Collection others, out CertificatePath path)
    {
        var now = time.GetUtcNow();
        path = Find(server, others, now);
        List<CertificateFault> faults = [.. Faults(path, now)];
        if (!CertificateNames.Of(server).Match(name))
            faults.Add(new(CertificateFaultKind.WrongName, "The name in the certificate does not match the expected. "));
        // As in GnuTLS, revocation is only checked if everything else is fine.
        if (faults.Count == 0 && IsRevoked(path))
            faults.Add(new(CertificateFaultKind.Revoked, "The certificate chain is revoked. "));
        return faults;
    }

    CertificatePath Find(X509Certificate2 server, X509Certificate2Collection others, DateTimeOffset now)
    {
        if (roots is null)
            return CertificatePath.Find(server, others, null, now);
        var path = CertificatePath.Find(server, others, roots.Named(NamesIn(server, others)), now);
        // A name may be encoded in more than one way: look at all roots before refusing.
        return path.IsAnchored ? path : CertificatePath.Find(server, others, roots.All(), now);
    }

    static List<byte[]> NamesIn(X509Certificate2 server, X509Certificate2Collection others) =>
        [.. others.Prepend(server).SelectMany(static some => new[] { some.IssuerName.RawData, some.SubjectName.RawData })];

    // In the order of gnutls_certificate_verification_status_print.
    static IEnumerable<CertificateFault> Faults(CertificatePath path, DateTimeOffset now)
    {
        var faults = path.Faults;
        if (!path.IsAnchored)
            yield return new(CertificateFaultKind.UnknownIssuer, "The certificate issuer is unknown. ");
        if (Take(ref faults, X509ChainStatusFlags.InvalidBasicConstraints))
            yield return new(CertificateFaultKind.Unsound, "The certificate issuer is not a CA. ");
        if (Take(ref faults, X509ChainStatusFlags.HasWeakSignature))
            yield return new(CertificateFaultKind.Unsound, "The certificate chain uses insecure algorithm. ");
        if (Take(ref faults, NameConstraints))
            yield return new(CertificateFaultKind.Unsound, "The certificate chain violates the signer's constraints. ");
        if (Take(ref faults, X509ChainStatusFlags.NotValidForUsage))
            yield return new(CertificateFaultKind.Unsound, "The certificate chain does not match the intended purpose. ");
        if (Take(ref faults, X509ChainStatusFlags.HasNotSupportedCriticalExtension))
            yield return new(CertificateFaultKind.Unsound, "The certificate contains an unknown critical extension. ");
        if (path.Certificates.Any(certificate => certificate.NotBefore.ToUniversalTime() > now.UtcDateTime))
            yield return new(CertificateFaultKind.NotYetValid, "The certificate chain uses not yet valid certificate. ");
        if (path.Certificates.Any(certificate => certificate.NotAfter.ToUniversalTime() < now.UtcDateTime))
            yield return new(CertificateFaultKind.Expired, "The certificate chain uses expired certificate. ");
        if (Take(ref faults, X509ChainStatusFlags.NotSignatureValid))
            yield return new(CertificateFaultKind.Unsound, "The signature in the certificate is invalid. ");
        if (faults != X509ChainStatusFlags.NoError)
            yield return new(CertificateFaultKind.Unsound, $"The certificate chain is invalid ({faults}). ");
    }

    const X509ChainStatusFlags NameConstraints = X509ChainStatusFlags.InvalidNameConstraints
        | X509ChainStatusFlags.HasNotSupportedNameConstraint
        | X509ChainStatusFlags.HasNotDefinedNameConstraint
        | X509ChainStatusFlags.HasNotPermittedNameConstraint
        | X509ChainStatusFlags.HasExcludedNameConstraint;

    static bool Take(ref X509ChainStatusFlags faults, X509ChainStatusFlags some)
    {
        var isThere = (faults & some) != 0;
        faults &= ~some;
        return isThere;
    }

    bool IsRevoked(CertificatePath path)
    {
        for (var i = 0; i + 1 < path.Certificates.Count; i++)
        {
            if (revoked.Any(list => list.Revokes(path.Certificates[i], path.Certificates[i + 1])))
                return true;
        }
        return false;
    }
}
