using System.Net.Security;
using System.Security.Authentication;

namespace Msmtp.Transport.Smtp;

/// <summary>
/// What the settings about TLS stand for, read from their files. Throws <see cref="MailException"/> in msmtp's words for
/// what cannot be read or cannot be done.
/// </summary>
static class TlsMaterial
{
    public static SslProtocols Versions(Settings settings)
    {
        try
        {
            return settings.Get(TlsSettings.Priorities) is { } priorities ? TlsPriorities.Versions(priorities) : SslProtocols.None;
        }
        catch (InvalidDataException e)
        {
            throw new MailException(ExitCode.Software, DeliveryStage.Tls, $"cannot set priorities for TLS session: {e.Message}", inner: e);
        }
    }

    public static CipherSuitesPolicy? Suites(Settings settings)
    {
        try
        {
            return settings.Get(TlsSettings.MinDhPrimeBits) is { } bits ? DiffieHellman.Without(bits) : null;
        }
        catch (InvalidDataException e)
        {
            var problem = $"cannot set minimum DH prime bits for TLS session: {e.Message}";
            throw new MailException(ExitCode.Software, DeliveryStage.Tls, problem, inner: e);
        }
    }

    public static SslStreamCertificateContext? Client(Settings settings)
    {
        if (settings.Get(TlsSettings.KeyFile) is not { } key || settings.Get(TlsSettings.CertFile) is not { } certificate)
            return null;
        if (IsInToken(key) || IsInToken(certificate))
            throw Unusable("key file and/or X509 cert file", "what is in a token (PKCS #11) cannot be used.", null);
        return Read(
            $"key file {key} and/or X509 cert file {certificate}",
            () => ClientCertificate.Read(File.ReadAllBytes(certificate), File.ReadAllBytes(key)));
    }

    // RFC 7512 §2.3: such a URI may hold the PIN, and is not repeated in complaints.
    static bool IsInToken(string file) => file.StartsWith("pkcs11:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Who is trusted, and who no longer.</summary>
    public static ServerVerifier Verifier(Settings settings, TimeProvider time) =>
        new(Roots(settings), Revoked(settings), TlsSettings.NameOfServer(settings) ?? "", time);

    static TrustRoots? Roots(Settings settings) => settings.Get(TlsSettings.TrustFile) switch
    {
        TlsSettings.SystemTrust => Read("trust file system", TrustRoots.OfSystem),
        { } file => Read($"trust file {file}", () => NotEmpty(new TrustRoots(File.ReadAllBytes(file)))),
        null => new TrustRoots([]),
    };

    static IReadOnlyList<RevocationList> Revoked(Settings settings) => settings.Get(TlsSettings.CrlFile) is { } file
        ? Read($"CRL file {file}", () => RevocationList.ReadAll(File.ReadAllBytes(file)))
        : [];

    // msmtp's own words for it; nobody would have chosen them.
    static TrustRoots NotEmpty(TrustRoots roots) => roots.IsEmpty ? throw new InvalidDataException("Success.") : roots;

    static T Read<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw Unusable(what, e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unusable(what, "Error while reading file.", e);
        }
    }

    static MailException Unusable(string what, string why, Exception? cause) =>
        new(ExitCode.NoInput, DeliveryStage.Tls, $"cannot set X509 {what} for TLS session: {why}", inner: cause);
}
