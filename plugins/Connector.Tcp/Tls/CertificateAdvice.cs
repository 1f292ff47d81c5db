using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Connector.Tcp;

/// <summary>
/// What a user can do about a server certificate that was refused: one sentence for each case. None of them advises trusting
/// without asking, or disabling a check. Nothing here does I/O.
/// </summary>
/// <param name="settings">What the account trusts.</param>
/// <param name="host">The host it should have been for.</param>
sealed class CertificateAdvice(AccountSettings settings, string host)
{
    const int ManyNames = 5;

    /// <summary>The host is not the account's server, the only one <c>tls_fingerprint</c> and <c>tls_host_override</c> apply to.</summary>
    public bool IsOfAnother { get; init; }

    /// <summary>What to do about a fault.</summary>
    /// <param name="kind">The fault.</param>
    /// <param name="path">The certificates in question, the server's first.</param>
    /// <param name="now">The time at which they were verified.</param>
    public string For(CertificateFaultKind kind, CertificatePath path, DateTimeOffset now) => kind switch
    {
        CertificateFaultKind.UnknownIssuer when IsSelfSigned(path.Certificates[0]) =>
            $"the certificate of {host} is self-signed: {Pin(path.Certificates[0])}",
        CertificateFaultKind.UnknownIssuer => UnknownIssuer(path.Certificates[^1]),
        CertificateFaultKind.NotYetValid => NotYetValid(path, now),
        CertificateFaultKind.Expired => Expired(path, now),
        CertificateFaultKind.WrongName => WrongName(path.Certificates[0]),
        CertificateFaultKind.Revoked => $"the list in tls_crl_file ({settings.Get(TlsSettings.CrlFile)}) says that the certificate of {host} "
            + "was withdrawn: do not send anything to this server, and tell its owner",
        _ => ForMalformed(),
    };

    /// <summary>What to do about one that only its owner can put right.</summary>
    public string ForMalformed() => $"only the owner of {host} can replace this certificate; another machine may be answering in its place";

    /// <summary>What to do about a certificate that is not the pinned one.</summary>
    public string OtherThan(Fingerprint pinned, X509Certificate2 server) =>
        $"{host} shows a certificate with the fingerprint {pinned.Like(server)}: put it into tls_fingerprint only if the server's owner "
        + "confirms that it is theirs, for somebody else may be answering in its place";

    static bool IsSelfSigned(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    static string Show(X500DistinguishedName name) => DistinguishedNameText.Show(name.RawData);

    static string Show(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    string Pin(X509Certificate2 server) => IsOfAnother
        ? "if its owner confirms that it is theirs, add it to the file that tls_trust_file names"
        : $"if its owner confirms that it is theirs, \"tls_fingerprint {Fingerprint.Show(SHA256.HashData(server.RawData))}\" accepts "
            + "this one certificate and no other";

    // The trust file makes up for a missing issuer, and nothing else.
    string UntilThen(X509Certificate2 server) => IsOfAnother ? "" : $"; until then, {Pin(server)}";

    string UnknownIssuer(X509Certificate2 last) =>
        $"the certificate of {host} was issued by \"{Show(last.IssuerName)}\", whom {Trust()} not know: "
        + "add the certificate of that authority if you trust it, or ask the server's owner for the certificates that are missing between";

    string Trust() => settings.Get(CommonSettings.TlsTrustFile) switch
    {
        CommonSettings.SystemTrust => "this system (tls_trust_file system) does",
        { } file => $"the file {file} (tls_trust_file) does",
        null => "the empty tls_trust_file does",
    };

    static string NotYetValid(CertificatePath path, DateTimeOffset now)
    {
        var certificate = path.Certificates.First(some => some.NotBefore.ToUniversalTime() > now.UtcDateTime);
        return $"the certificate \"{Show(certificate.SubjectName)}\" begins on {Show(certificate.NotBefore)}, and here it is "
            + $"{Show(now.UtcDateTime)}: look at the clock of this machine, and else tell the server's owner";
    }

    string Expired(CertificatePath path, DateTimeOffset now)
    {
        var certificate = path.Certificates.First(some => some.NotAfter.ToUniversalTime() < now.UtcDateTime);
        return $"the certificate \"{Show(certificate.SubjectName)}\" ended on {Show(certificate.NotAfter)}: tell the server's owner to renew it"
            + UntilThen(path.Certificates[0]);
    }

    // The text may be the same and still not match: an address given as a name.
    string WrongName(X509Certificate2 server) => CertificateNames.Of(server).All.Contains(host, StringComparer.OrdinalIgnoreCase)
        ? $"the certificate names {host} only in its common name, or as a name and not as an address, which is not enough: ask the server's owner for "
            + $"one that has it as a subject alternative name{UntilThen(server)}"
        : $"the certificate is for {Names(server)}, not for {host}: " + (IsOfAnother
            ? "somebody else may be answering in its place"
            : "if one of them is the server's real name, write that in host, or in tls_host_override if the server is reached under another");

    static string Names(X509Certificate2 server)
    {
        var names = CertificateNames.Of(server).All;
        var more = names.Count > ManyNames ? $" and {names.Count - ManyNames} others" : "";
        return names.Count == 0 ? "no name at all" : string.Join(", ", names.Take(ManyNames)) + more;
    }
}
