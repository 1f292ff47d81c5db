using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>A mail server with TLS, for accounts that do not get as far as logging in.</summary>
sealed class TlsSink : IAsyncDisposable
{
    readonly MailSink sink;

    TlsSink(TestCertificates certificates)
    {
        sink = MailSink.Start(options => options with { TlsMode = TlsMode.Implicit, Certificate = certificates.Good });
        Account = $"""
            host localhost
            port {sink.Port}
            from {Person.Joe}
            tls on
            tls_starttls off
            tls_trust_file {certificates.AuthorityFile}

            """;
    }

    /// <summary>Its commands of msmtprc, without <c>auth</c>.</summary>
    public string Account { get; }

    public static TlsSink Start(TestCertificates certificates) => new(certificates);

    public ValueTask DisposeAsync() => sink.DisposeAsync();
}
