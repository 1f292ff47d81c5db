using System.Net.Security;
using System.Security.Authentication;

namespace Msmtp.Connector.Tcp;

/// <summary>
/// What the TLS settings stand for, read from their files. Throws <see cref="MailException"/>, in msmtp's words, for what cannot be
/// read or done.
/// </summary>
static class TlsMaterial
{
    public static SslProtocols Versions(AccountSettings settings)
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

    public static CipherSuitesPolicy? Suites(AccountSettings settings)
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

    /// <summary>Checks certificates against the trusted and the revoked ones.</summary>
    public static ServerVerifier Verifier(AccountSettings settings, TimeProvider time) =>
        new(Roots(settings), Revoked(settings), TlsSettings.NameOfServer(settings) ?? "", time);

    static TrustRoots? Roots(AccountSettings settings) => settings.Get(CommonSettings.TlsTrustFile) switch
    {
        CommonSettings.SystemTrust => X509File.Read("trust file system", TrustRoots.OfSystem),
        { } file => X509File.Read($"trust file {file}", () => NotEmpty(new TrustRoots(X509File.Octets(file)).Checked())),
        null => new TrustRoots([]),
    };

    static IReadOnlyList<RevocationList> Revoked(AccountSettings settings) => settings.Get(TlsSettings.CrlFile) is { } file
        ? X509File.Read($"CRL file {file}", () => RevocationList.ReadAll(X509File.OctetsOfRevocationList(file)))
        : [];

    // msmtp's own words for it, odd as they are.
    static TrustRoots NotEmpty(TrustRoots roots) => roots.IsEmpty ? throw new InvalidDataException("Success.") : roots;
}
