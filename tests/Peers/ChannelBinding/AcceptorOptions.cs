using System.Globalization;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>What an <see cref="Acceptor"/> does.</summary>
/// <param name="By">What checks the messages.</param>
/// <param name="Tls">The only TLS version that is spoken.</param>
/// <param name="Binding">The only binding type that is supported (RFC 5929).</param>
sealed record AcceptorOptions(string By, string Tls, string Binding)
{
    /// <summary>Cyrus SASL, by its library.</summary>
    public const string Cyrus = "cyrus";

    /// <summary>GNU SASL, by its command.</summary>
    public const string Gnu = "gnu";

    /// <summary>PostgreSQL, by its protocol.</summary>
    public const string Postgres = "postgres";

    public const string Tls12 = "TLSv1_2";

    public const string Tls13 = "TLSv1_3";

    public const string Unique = "tls-unique";

    public const string EndPoint = "tls-server-end-point";

    /// <summary>The mechanisms that it offers.</summary>
    public string Offer { get; init; } =
        "PLAIN SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-512 SCRAM-SHA-1-PLUS SCRAM-SHA-256-PLUS SCRAM-SHA-512-PLUS";

    /// <summary>Its binding is that of another session, or of another certificate, as with a man in the middle.</summary>
    public bool IsSpoilt { get; init; }

    /// <summary>Where PostgreSQL is.</summary>
    public int PostgresPort { get; init; }

    /// <summary>The command line of acceptor.py.</summary>
    public IReadOnlyList<string> Arguments(TestCertificates certificates) =>
    [
        "--by", By, "--tls", Tls, "--binding", Binding, "--offer", Offer,
        "--postgres", PostgresPort.ToString(CultureInfo.InvariantCulture), .. IsSpoilt ? (string[])["--spoil"] : [],
        "--certificate", certificates.CertificateFile(certificates.Good), "--key", certificates.KeyFile(certificates.Good),
    ];
}
