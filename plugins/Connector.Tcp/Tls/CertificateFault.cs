namespace Msmtp.Connector.Tcp;

/// <summary>One thing that is wrong with a server's certificate.</summary>
/// <param name="Kind">What.</param>
/// <param name="Sentence">GnuTLS's words for it, with a blank after them.</param>
sealed record CertificateFault(CertificateFaultKind Kind, string Sentence);

/// <summary>What can be wrong with a certificate, in the order of gnutls_certificate_verification_status_print.</summary>
enum CertificateFaultKind
{
    UnknownIssuer,

    /// <summary>Weak, forged, or made for something else: nothing that a user can set right.</summary>
    Unsound,

    NotYetValid,
    Expired,
    WrongName,
    Revoked,
}
