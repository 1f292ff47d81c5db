using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Testing;

/// <summary>What a script itself cannot say.</summary>
public sealed record ScriptOptions
{
    /// <summary>Where to listen; a Unix socket works too.</summary>
    public EndPoint Listen { get; init; } = new IPEndPoint(IPAddress.Loopback, 0);

    /// <summary>The certificate for "--- tls ---"; null: no TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Whether the client has to present a certificate; see <see cref="ScriptedServer.ClientCertificateSha256"/>.</summary>
    public bool RequiresClientCertificate { get; init; }

    /// <summary>The TLS versions to offer.</summary>
    public SslProtocols TlsProtocols { get; init; } = SslProtocols.None;

    /// <summary>What "--- call NAME ---" does, for replies that depend on what the client said.</summary>
    public IReadOnlyDictionary<string, Func<ScriptPeer, CancellationToken, ValueTask>> Calls { get; init; } =
        new Dictionary<string, Func<ScriptPeer, CancellationToken, ValueTask>>();

    /// <summary>The time between two writes of "--- chunks ---": long enough for the client to see them separately.</summary>
    public TimeSpan ChunkPause { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>How long the server waits for each thing that the client has to do.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The options of the server's side of the handshake.</summary>
    internal SslServerAuthenticationOptions ServerTls() => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(
            Certificate ?? throw new InvalidOperationException("the script starts TLS, but ScriptOptions.Certificate is null"),
            additionalCertificates: null,
            offline: true),
        EnabledSslProtocols = TlsProtocols,
        ClientCertificateRequired = RequiresClientCertificate,
        RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null || !RequiresClientCertificate,
    };
}
