using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Transport.Smtp;

/// <summary>What an account wants of TLS, read and checked; starts sessions. Made once for a connection.</summary>
sealed class TlsLayer
{
    readonly Settings settings;
    readonly TimeProvider time;
    readonly string name;
    readonly SslProtocols versions;
    readonly CipherSuitesPolicy? suites;
    readonly SslStreamCertificateContext? client;
    readonly ServerVerifier? verifier;

    TlsLayer(Settings settings, TimeProvider time)
    {
        this.settings = settings;
        this.time = time;
        name = TlsSettings.NameOfServer(settings) ?? "";
        versions = ReadVersions();
        suites = ReadSuites();
        client = ReadClient();
        verifier = MustVerify ? new ServerVerifier(ReadRoots(), ReadRevoked(), name, time) : null;
    }

    bool MustVerify => settings.Get(TlsSettings.CertCheck) && settings.Get(TlsSettings.PinnedFingerprint) is null;

    /// <summary>Reads the files that the account names. Throws <see cref="MailException"/>: before anything is connected.</summary>
    public static TlsLayer Prepare(PluginContext context) => new(context.Account.Settings, context.Time);

    /// <summary>
    /// Shakes hands and verifies the server. The session owns the link from now on, and a failed one has closed it. Throws
    /// <see cref="MailException"/> with the stage <see cref="DeliveryStage.Tls"/>. The link's deadline holds.
    /// </summary>
    public async ValueTask<TlsSession> StartAsync(LinkStream link, CancellationToken ct)
    {
        string? refusal = null;
        var stream = new SslStream(link, leaveInnerStreamOpen: false);
        try
        {
            await stream.AuthenticateAsClientAsync(Options(IsAccepted), ct).ConfigureAwait(false);
            return new TlsSession(stream, time);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw Failed(e, refusal);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        bool IsAccepted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            refusal = Refusal(certificate as X509Certificate2, chain?.ChainPolicy.ExtraStore ?? []);
            return refusal is null;
        }
    }

    SslClientAuthenticationOptions Options(RemoteCertificateValidationCallback isAccepted) => new()
    {
        TargetHost = name,
        EnabledSslProtocols = versions,
        CipherSuitesPolicy = suites,
        ClientCertificateContext = client,
        AllowRenegotiation = false,
        AllowTlsResume = false,
        RemoteCertificateValidationCallback = isAccepted,
        // The runtime looks for a path before it asks us. It need not search far: its answer is not used.
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
    };

    string? Refusal(X509Certificate2? server, X509Certificate2Collection others)
    {
        if (!settings.Get(TlsSettings.CertCheck))
            return null;
        if (server is null)
            return "no certificate was found";
        if (settings.Get(TlsSettings.PinnedFingerprint) is { } pinned)
            return pinned.Matches(server) ? null : "the certificate fingerprint does not match";
        return verifier?.Faults(server, others) is { Length: > 0 } faults ? $"The certificate is NOT trusted. {faults}" : null;
    }

    static MailException Failed(Exception cause, string? refusal)
    {
        if (refusal is not null)
            return new MailException(ExitCode.Unavailable, DeliveryStage.Tls, $"TLS certificate verification failed: {refusal}", inner: cause);
        var exitCode = cause.InnerException is TimeoutException ? ExitCode.IoErr : ExitCode.Protocol;
        return new MailException(exitCode, DeliveryStage.Tls, $"TLS handshake failed: {TlsFailure.Reason(cause)}", inner: cause);
    }

    SslProtocols ReadVersions()
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

    CipherSuitesPolicy? ReadSuites()
    {
        try
        {
            return settings.Get(TlsSettings.MinDhPrimeBits) is { } bits ? DiffieHellman.Without(bits) : null;
        }
        catch (InvalidDataException e)
        {
            throw new MailException(ExitCode.Software, DeliveryStage.Tls, $"cannot set minimum DH prime bits for TLS session: {e.Message}", inner: e);
        }
    }

    SslStreamCertificateContext? ReadClient()
    {
        if (settings.Get(TlsSettings.KeyFile) is not { } key || settings.Get(TlsSettings.CertFile) is not { } certificate)
            return null;
        return Read($"key file {key} and/or X509 cert file {certificate}", () => ClientCertificate.Read(File.ReadAllBytes(certificate), File.ReadAllBytes(key)));
    }

    TrustRoots? ReadRoots() => settings.Get(TlsSettings.TrustFile) switch
    {
        TlsSettings.SystemTrust => Read("trust file system", TrustRoots.OfSystem),
        { } file => Read($"trust file {file}", () => NotEmpty(new TrustRoots(File.ReadAllBytes(file)))),
        null => new TrustRoots([]),
    };

    IReadOnlyList<RevocationList> ReadRevoked() => settings.Get(TlsSettings.CrlFile) is { } file
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

    static MailException Unusable(string what, string why, Exception cause) =>
        new(ExitCode.NoInput, DeliveryStage.Tls, $"cannot set X509 {what} for TLS session: {why}", inner: cause);
}
