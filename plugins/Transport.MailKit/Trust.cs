using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Transport.MailKit;

/// <summary>
/// Which servers are trusted: those certified by the system's authorities or by <c>tls_trust_file</c>, or all with <c>tls_certcheck
/// off</c>.
/// </summary>
static class Trust
{
    const int Longest = 16 * 1024 * 1024;

    /// <summary>Verifies certificates by the account's settings.</summary>
    /// <exception cref="MailException">The trust file cannot be read.</exception>
    public static RemoteCertificateValidationCallback Of(AccountSettings settings)
    {
        if (!settings.Get(CommonSettings.TlsCertCheck))
#pragma warning disable CA5359 // The user has said so, and the manual warns.
            return static (_, _, _, _) => true;
#pragma warning restore CA5359
        var file = settings.Get(CommonSettings.TlsTrustFile);
        if (file is null or CommonSettings.SystemTrust)
            return static (_, _, _, errors) => errors == SslPolicyErrors.None;
        var authorities = Read(file);
        return (_, certificate, chain, errors) => certificate is X509Certificate2 shown
            && (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None
            && LeadsTo(authorities, shown, chain);
    }

    static bool LeadsTo(X509Certificate2Collection authorities, X509Certificate2 shown, X509Chain? sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        // RFC 5280 §4.2.1.12: id-kp-serverAuth.
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        if (sent is not null)
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainElements.Select(static element => element.Certificate).ToArray());
        return chain.Build(shown);
    }

    static X509Certificate2Collection Read(string file)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPem(Text(file));
            return authorities;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or InvalidDataException)
        {
            var problem = $"cannot set X509 trust file {file} for TLS session: {e.Message}";
            throw new MailException(ExitCode.NoInput, DeliveryStage.Tls, problem, inner: e);
        }
    }

    // Some files, such as /dev/zero, never end.
    static string Text(string file)
    {
        using var reader = new StreamReader(file);
        var text = new char[Longest + 1];
        var length = reader.ReadBlock(text);
        return length > Longest ? throw new InvalidDataException("the file is longer than 16 MiB") : new string(text, 0, length);
    }
}
