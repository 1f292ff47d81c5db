using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Connector.Tcp;

/// <summary>An account's TLS settings for a server, read and checked; starts sessions.</summary>
sealed class TlsLayer
{
    readonly RequestedServer wanted;
    readonly AccountSettings settings;
    readonly TimeProvider time;
    readonly string name;

    TlsLayer(RequestedServer wanted)
    {
        this.wanted = wanted;
        settings = wanted.Settings;
        time = wanted.Context.Time;
        name = TlsSettings.NameOfServer(settings) ?? "";
    }

    SslProtocols Versions { get; init; }

    CipherSuitesPolicy? Suites { get; init; }

    SslStreamCertificateContext? Client { get; init; }

    ServerVerifier? Verifier { get; init; }

    /// <summary>
    /// Reads the files that the account names, in msmtp's order and only those that will be needed; asks for the passphrase of an
    /// encrypted key. Throws <see cref="MailException"/>.
    /// </summary>
    public static async ValueTask<TlsLayer> PrepareAsync(RequestedServer server, CancellationToken cancellationToken)
    {
        var settings = server.Settings;
        return new TlsLayer(server)
        {
            Versions = TlsMaterial.Versions(settings),
            Suites = TlsMaterial.Suites(settings),
            Client = await ClientIdentity.LoadAsync(server.Context, cancellationToken).ConfigureAwait(false),
            Verifier = IsVerified(settings) ? TlsMaterial.Verifier(settings, server.Context.Time) : null,
        };
    }

    /// <summary>
    /// Does the handshake and verifies the server. The session owns the socket from now on; a failed handshake has closed it. Throws
    /// <see cref="MailException"/> with the stage <see cref="DeliveryStage.Tls"/>. The socket's deadline applies.
    /// </summary>
    public async ValueTask<SecuredConnection> StartAsync(SocketStream socket, CancellationToken cancellationToken)
    {
        Refusal? refusal = null;
        using var withheld = TrustRoots.Withhold(wanted.Context);
        var stream = new SslStream(socket, leaveInnerStreamOpen: false);
        try
        {
            await stream.AuthenticateAsClientAsync(Options(IsAccepted), cancellationToken).ConfigureAwait(false);
            var session = new SecuredConnection(stream, time);
            CheckUse(session);
            return session;
        }
        // The runtime, too, reads certificates, and reports bad ones by various exceptions.
        catch (Exception e) when (e is AuthenticationException or IOException or CryptographicException)
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
            refusal = Refuse(certificate as X509Certificate2, chain?.ChainPolicy.ExtraStore ?? []);
            return refusal is null;
        }
    }

    static bool IsVerified(AccountSettings settings) =>
        settings.Get(CommonSettings.TlsCertCheck) && settings.Get(TlsSettings.PinnedFingerprint) is null;

    SslClientAuthenticationOptions Options(RemoteCertificateValidationCallback isAccepted) => new()
    {
        TargetHost = Indication(name),
        EnabledSslProtocols = Versions,
        CipherSuitesPolicy = Suites,
        ClientCertificateContext = Client,
        AllowRenegotiation = false,
        AllowTlsResume = false,
        RemoteCertificateValidationCallback = isAccepted,
        // The runtime builds a path before it asks the callback. It need not search far: its answer is not used.
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
    };

    // RFC 6066 §3: a DNS name. A certificate is checked for any name, but the runtime fails if it is to send an impossible one.
    static string Indication(string name) => name.Length <= 253 && name.Split('.').All(IsLabel) ? name : "";

    static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ':');

    void CheckUse(SecuredConnection session)
    {
        if (Verifier is null || session.Certificate is not { } server || CertificateUse.AllowsHandshake(server, session.CipherSuite))
            return;
        throw new MailException(ExitCode.Protocol, DeliveryStage.Tls, "TLS handshake failed: Key usage violation in certificate has been detected.")
        {
            Advice = $"only the owner of {name} can replace this certificate; its key is not meant for servers (keyUsage)",
        };
    }

    Refusal? Refuse(X509Certificate2? server, X509Certificate2Collection others)
    {
        if (!settings.Get(CommonSettings.TlsCertCheck))
            return null;
        var advice = new CertificateAdvice(settings, name) { IsOfAnother = wanted.IsAnother };
        if (server is null)
            return new Refusal("no certificate was found", $"{name} does not show who it is: ask its owner");
        if (settings.Get(TlsSettings.PinnedFingerprint) is { } pinned)
            return pinned.Matches(server) ? null : new Refusal("the certificate fingerprint does not match", advice.OtherThan(pinned, server));
        return Verifier is null ? null : Judge(Verifier, advice, server, others, time.GetUtcNow());
    }

    /// <summary>Null: the certificate is accepted. Never throws, whatever the certificate holds.</summary>
    internal static Refusal? Judge(
        ServerVerifier verifier, CertificateAdvice advice, X509Certificate2 server, X509Certificate2Collection others, DateTimeOffset now)
    {
        try
        {
            if (verifier.Examine(server, others, out var path) is not { Count: > 0 } faults)
                return null;
            var sentences = string.Concat(faults.Select(static fault => fault.Sentence));
            return new Refusal($"The certificate is NOT trusted. {sentences}", advice.For(faults[0].Kind, path, now));
        }
        // Thrown by the runtime, which reads some of it itself.
        catch (CryptographicException)
        {
            return new Refusal("The certificate is NOT trusted. The certificate is malformed. ", advice.ForMalformed());
        }
    }

    MailException Failed(Exception cause, Refusal? refusal)
    {
        if (refusal is not null)
        {
            var problem = $"TLS certificate verification failed: {refusal.Reason}";
            return new MailException(ExitCode.Unavailable, DeliveryStage.Tls, problem, inner: cause) { Advice = refusal.Advice };
        }
        var exitCode = cause.InnerException is TimeoutException ? ExitCode.IoErr : ExitCode.Protocol;
        var reason = TlsFailure.Reason(cause);
        var failure = new DeliveryFailure(exitCode, DeliveryStage.Tls, $"TLS handshake failed: {reason}")
        {
            Advice = TlsAdvice.Handshake(reason, wanted),
            IsTemporary = TlsFailure.IsLostConnection(reason),
        };
        return new MailException(failure, cause);
    }

    /// <summary>Why a server's certificate was refused, and what to do about it.</summary>
    internal sealed record Refusal(string Reason, string Advice);
}
