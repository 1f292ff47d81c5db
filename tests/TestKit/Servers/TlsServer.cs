using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.TestKit;

/// <summary>A server that starts TLS at once and then says 220, or whatever a test wants.</summary>
public static class TlsServer
{
    public static LoopbackServer Start(X509Certificate2 certificate, params X509Certificate2[] others) =>
        Start(Options(certificate, others), GreetAsync);

    public static LoopbackServer Start(SslServerAuthenticationOptions options, Func<SslStream, CancellationToken, Task> serve) =>
        new(async (connection, cancellationToken) =>
        {
            await using var stream = new SslStream(connection);
            await stream.AuthenticateAsServerAsync(options, cancellationToken);
            await serve(stream, cancellationToken);
        });

    public static SslServerAuthenticationOptions Options(X509Certificate2 certificate, params X509Certificate2[] others) => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(certificate, [.. others], offline: true),
        EnabledSslProtocols = SslProtocols.None,
    };

    public static async Task GreetAsync(SslStream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync("220"u8.ToArray(), cancellationToken);
        // Until the client has hung up.
        await stream.CopyToAsync(Stream.Null, cancellationToken);
    }
}
