namespace Msmtp.Connector.Tcp;

/// <summary>One thing that is wrong with a server's certificate.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Sentence">GnuTLS's words for it, and a trailing space.</param>
sealed record CertificateFault(CertificateFaultKind Kind, string Sentence);

/// <summary>What can be wrong with a certificate, in the order of gnutls_certificate_verification_status_print.</summary>
enum CertificateFaultKind
{
    UnknownIssuer,

    /// <summary>Weak, forged, or issued for another purpose: nothing that a user can put right.</summary>
    Unsound,

    NotYetValid,
    Expired,
    WrongName,
    Revoked,
}
