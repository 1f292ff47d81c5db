using FsCheck;
using FsCheck.Fluent;

namespace Msmtp.Parity.Generators;

/// <summary>Command lines, word by word.</summary>
static class ArgumentGenerator
{
    static readonly string[] Values =
    [
        "x", "", "on", "off", "auto", "25", "0x19", "0", "-1", "65536", "127.0.0.1", "me@example.org", "a", "default", "never",
        "failure,delay", "full", "hdrs", "headers",
        "plain", "PLAIN", "lmtp", "smtp", "LOG_MAIL", "~/f", "~", "a b", "ü", "%U", "<>", "<a@b>", "<me@example.org>", "MAILER-DAEMON",
        "*@x", " 7", "7 ", "/dev/null", "-", "--",
        "00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff", "m", "s", "0.1",
    ];

    static readonly string[] Names =
    [
        "serverinfo", "rmqs", "file", "account", "host", "port", "source-ip", "proxy-host", "proxy-port", "socket", "timeout",
        "connect-timeout", "protocol", "domain", "auth", "user", "passwordeval", "tls", "tls-starttls", "tls-trust-file", "tls-crl-file",
        "tls-fingerprint",
        "tls-key-file", "tls-cert-file", "tls-certcheck", "tls-min-dh-prime-bits", "tls-host-override", "from", "auto-from",
        "maildomain", "logfile",
        "logfile-time-format", "syslog", "aliases", "dsn-notify", "dsn-return", "keepbcc", "remove-bcc-headers",
        "undisclosed-recipients", "read-recipients",
        "read-envelope-from", "add-missing-from-header", "add-missing-date-header", "set-from-header", "set-date-header",
        "set-msgid-header", "tls-force-sslv3", "pretend",
        "debug", "password", "bogus", "allow-from-override", "tls-priorities",
    ];

    static readonly Gen<string> Value = Gen.Elements(Values);

    static readonly Gen<string> Long =
        from name in Gen.Elements(Names)
        from length in Gen.Frequency((4, Gen.Constant(99)), (1, Gen.Choose(1, 12)))
        from value in Gen.Frequency((2, Gen.Constant("")), (3, Value.Select(static value => "=" + value)))
        select "--" + name[..Math.Min(length, name.Length)] + value;

    static readonly Gen<string> Letters =
        from letters in Gen.Choose(1,
            3).SelectMany(static count => Gen.Elements("PdSCafNRXtABbFGhiLmnOovqZ?:-=;W".ToCharArray()).ArrayOf(count))
        from value in Gen.Frequency((3, Gen.Constant("")), (1, Value))
        select "-" + new string(letters) + value;

    static readonly Gen<string> Word = Gen.Frequency(
        (6, Long),
        (3, Letters),
        (2, Gen.Elements("you@example.net", "b@example.net", "a@x,b@x", "Joe <j@x>", "local")),
        (1, Value),
        (1, Gen.Elements("--", "-", "-f", "-a", "-t", "-i", "-oi", "-om", "-bm", "-bx", "--set=auto", "--tls", "--r=off", "--t=on", "-F",
            "-N", "-R", "-X", "-C")));

    /// <summary>The words behind the program's name.</summary>
    public static Gen<string[]> Words { get; } = Gen.Choose(0, 6).SelectMany(static count => Word.ArrayOf(count));
}
