using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Diagnostics.CodeAnalysis;

namespace Msmtp.Connector.Tcp;

/// <summary>A certificate the way msmtp prints it.</summary>
static class CertificateText
{
    [SuppressMessage("Security", "CA5350", Justification = "shown, marked as deprecated, for users who have it on file")]
    public static IReadOnlyList<string> Describe(X509Certificate2 certificate, TimeZoneInfo zone) =>
    [
        "TLS certificate information:",
        "    Subject:",
        $"        {Of(certificate, static some => DistinguishedNameText.Show(some.SubjectName.RawData))}",
        "    Issuer:",
        $"        {Of(certificate, static some => DistinguishedNameText.Show(some.IssuerName.RawData))}",
        "    Validity:",
        $"        Activation time: {Of(certificate, some => Time(some.NotBefore, zone))}",
        $"        Expiration time: {Of(certificate, some => Time(some.NotAfter, zone))}",
        "    Fingerprints:",
        $"        SHA256: {Fingerprint.Show(SHA256.HashData(certificate.RawData))}",
        $"        SHA1 (deprecated): {Fingerprint.Show(SHA1.HashData(certificate.RawData))}",
    ];

    // Certificates come from outside, and are printed even where they are not verified.
    static string Of(X509Certificate2 certificate, Func<X509Certificate2, string> show)
    {
        try
        {
            return show(certificate);
        }
        catch (CryptographicException)
        {
            return "(malformed)";
        }
    }

    // %c of strftime(3) in the C locale: the day of the month is padded with a blank.
    static string Time(DateTime moment, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(moment.ToUniversalTime(), zone);
        return string.Create(CultureInfo.InvariantCulture, $"{local:ddd MMM} {local.Day,2} {local:HH:mm:ss yyyy}");
    }
}
