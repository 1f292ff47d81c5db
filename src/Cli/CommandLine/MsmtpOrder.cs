namespace Msmtp.Cli;

/// <summary>
/// msmtp lists the candidates of an ambiguous abbreviation in the order of its own table, which is neither that of its <c>--help</c> nor
/// alphabetical. Only that one message shows it.
/// </summary>
static class MsmtpOrder
{
    static readonly string[] Names =
    [
        "version", "help", "configure", "pretend", "debug", "serverinfo", "rmqs", "file", "account", "host", "port", "timeout",
        "connect-timeout", "auto-from", "from", "maildomain", "auth", "user", "passwordeval", "tls", "tls-starttls",
        "tls-trust-file", "tls-crl-file", "tls-fingerprint", "tls-key-file", "tls-cert-file", "tls-certcheck",
        "tls-force-sslv3", "tls-min-dh-prime-bits", "tls-priorities", "tls-host-override", "dsn-notify", "dsn-return",
        "protocol", "domain", "logfile", "logfile-time-format", "syslog", "aliases", "proxy-host", "proxy-port",
        "add-missing-from-header", "add-missing-date-header", "set-from-header", "set-date-header", "set-msgid-header",
        "remove-bcc-headers", "undisclosed-recipients", "source-ip", "socket", "keepbcc", "read-recipients",
        "read-envelope-from",
    ];

    /// <summary>Sorts options in that order; those that msmtp does not have come last, by their rank.</summary>
    public static IEnumerable<KnownOption> Sort(IEnumerable<KnownOption> options) =>
        options.OrderBy(static known => Place(known.Option.Name)).ThenBy(static known => known.Option.Rank);

    static int Place(string name) => Array.IndexOf(Names, name) is var place and >= 0 ? place : Names.Length;
}
