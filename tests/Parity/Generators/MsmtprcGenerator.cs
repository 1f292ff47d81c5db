using FsCheck;
using FsCheck.Fluent;

namespace Msmtp.Parity.Generators;

/// <summary>Files of msmtprc, line by line: mostly right, often nearly so.</summary>
static class MsmtprcGenerator
{
    static readonly string[] Names = ["a", "b", "c", "default", "A", "a b", "\"a\"", "x:y", "d"];

    static readonly string[] Switches = ["", "", "on", "off", "ON", "yes", "\"on\"", "\"\"", "auto", "on off", "no", "1"];

    static readonly string[] Numbers =
    [
        "1", "25", "465", "587", "65535", "65536", "0", "-1", "+26", "0x19", "0X1F", "010", "08", "1e3", "25x", "off", "off ", "\" 25\"",
        "\"25 \"", "99999999999999999999", "4294967321", "2147483647", "2147483648", "0x", "", "\"\"", "½", "5000", "on", "0b1", "1 2",
        "\"\t7\"",
    ];

    static readonly string[] Texts =
    [
        "x", "two words", "\"quoted\"", "\"half", "half\"", "\"", "\"\"", "\"a\"b\"", "\"x\" \"y\"", "~", "~/f", "~x", "%U", "%H-%U",
        "%x%%",
        "# no comment", "a#b", "ü", "\uDCFC", "a\tb", "  ", "'single'", "me@example.org", "*@example.org", "a,b", "a:b", "<a@b>", "\\",
        "\"  blanks  \"", "/absolute", "127.0.0.1", "", "MAILER-DAEMON", "a\u0001b",
    ];

    static readonly (string[] Commands, string[] Arguments)[] Commands =
    [
        (["host", "domain", "from", "user", "password", "passwordeval", "ntlmdomain", "source_ip", "proxy_host", "socket",
            "tls_host_override",
            "tls_trust_file", "tls_crl_file", "tls_key_file", "tls_cert_file", "logfile", "aliases", "maildomain",
            "logfile_time_format"], Texts),
        (["port", "timeout", "connect_timeout", "proxy_port", "tls_min_dh_prime_bits"], Numbers),
        (["tls", "tls_starttls", "tls_certcheck", "auto_from", "remove_bcc_headers", "undisclosed_recipients", "set_from_header",
            "set_date_header",
            "set_msgid_header", "allow_from_override", "keepbcc", "add_missing_from_header", "add_missing_date_header", "tls_nocertcheck",
            "tls_nostarttls", "tls_force_sslv3"], Switches),
        (["protocol"], ["smtp", "lmtp", "SMTP", "", "esmtp", "\"lmtp\""]),
        (["auth"], ["", "on", "off", "plain", "PLAIN", "login", "cram-md5", "digest-md5", "scram-sha-1", "scram-sha-256", "external",
            "ntlm", "oauthbearer", "xoauth2", "plain login", "\"\"", "On", "scram-sha-3"]),
        (["syslog"], ["", "on", "off", "LOG_USER", "LOG_MAIL", "LOG_LOCAL0", "LOG_LOCAL7", "LOG_LOCAL8", "log_mail", "LOG_DAEMON", "ON"]),
        (["dsn_return"], ["off", "headers", "full", "hdrs", "FULL", "", "amount=full"]),
        (["dsn_notify"], ["off", "never", "failure", "delay,success", "success,failure,delay", "failure,failure", "never,failure",
            "failure, delay",
            "failuredelay,", ",failure", "failure,", "FAILURE", "", "off,failure", "delay,never"]),
        (["tls_fingerprint"], ["", "00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff", "00 11 22 33 44 55 66 77 88 99 AA bb CC dd EE ff",
            "00:11 22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff", "00112233445566778899aabbccddeeff",
            "00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee",
            "00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:fg", "00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33",
            "0:011:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff", "00-11-22-33-44-55-66-77-88-99-aa-bb-cc-dd-ee-ff",
            "00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff"]),
        (["defaults"], ["", "", "", "x", "\"\"", ":"]),
        (["HOST", "hosts", "bogus", "passwor", "account_", "#host", "\"host\"", "host:", "ü", "tls-starttls"], Texts),
        (["eval"], ["echo user evaluated", "echo", "true", "printf 'host h\\nport 9'", "echo account e", "\"echo port 77\"", "false",
            "echo '# comment'",
            "echo bogus", "printf 'timeout 7\\r\\n'", "echo 'user \"q r\"'", "printf 'x'", "", "echo ' tls  on '", "printf '\\n'"]),
    ];

    static readonly Gen<string> Command =
        from row in Gen.Elements(Commands)
        from command in Gen.Elements(row.Commands)
        from argument in Gen.Elements(row.Arguments)
        from gap in Gen.Frequency((8, Gen.Constant(" ")), (1, Gen.Constant("\t")), (1, Gen.Constant(" \t  ")))
        select command + gap + argument;

    static readonly Gen<string> Account =
        from name in Gen.Elements(Names)
        from parents in Gen.Frequency(
            (3, Gen.Constant<string[]>([])),
            (3, Gen.Elements(Names).Select(static each => new[] { each })),
            (1, Gen.Elements([.. Names, "", "none"]).ArrayOf(2)))
        from colon in Gen.Elements(" : ", ":", " :", ": ", "\t:\t")
        select "account " + name + (parents.Length == 0 ? "" : colon + string.Join(" , ", parents));

    static readonly Gen<string> Line =
        from line in Gen.Frequency(
            (12, Command),
            (4, Account),
            (1, Gen.Elements("", " ", "# comment", "  # indented", "host", "account", "account ", "account :", "account x :", "defaults",
                "\"", "#",
                "user " + new string('x', 494), "user " + new string('x', 495), "# " + new string('c', 600), "user\0x", "\u00FEx")))
        from before in Gen.Frequency((8, Gen.Constant("")), (1, Gen.Elements(" ", "\t", "  \t ")))
        from after in Gen.Frequency((8, Gen.Constant("")), (1, Gen.Elements(" ", "\t", "\r", " \r", " \t")))
        select before + line + after;

    /// <summary>The lines of a file.</summary>
    public static Gen<string[]> Lines { get; } = Gen.Choose(1, 9).SelectMany(static count => Line.ArrayOf(count));

    /// <summary>Lines that are right, for deep files.</summary>
    public static Gen<string[]> RightLines { get; } = Gen.Choose(4, 24).SelectMany(static count => Gen.Frequency((5, RightCommand), (2,
        RightAccount)).ArrayOf(count));

    static Gen<string> RightCommand => Gen.Elements(
        "host h1", "host h2", "host", "port 1", "port 2", "user u", "user", "user ü", "password p", "password", "passwordeval echo x",
        "passwordeval",
        "tls", "tls on", "tls off", "tls_starttls off", "tls_starttls on", "tls_certcheck off", "tls_trust_file", "tls_trust_file ~/t",
        "tls_trust_file system",
        "tls_crl_file ~/c", "tls_crl_file", "tls_key_file k", "tls_cert_file c", "tls_key_file", "tls_cert_file", "from a@x", "from",
        "from *@y", "auth on", "auth off",
        "auth plain", "timeout 9", "timeout off", "domain d", "domain", "protocol lmtp", "protocol smtp", "socket s", "socket",
        "proxy_host p",
        "proxy_port 9", "proxy_host", "proxy_port", "logfile ~/l", "logfile -", "logfile", "aliases", "dsn_notify never",
        "dsn_notify off", "dsn_return full",
        "set_from_header on", "set_from_header", "set_date_header off", "set_msgid_header off", "allow_from_override off",
        "syslog LOG_MAIL", "syslog off",
        "syslog", "defaults", "auto_from on", "auto_from", "maildomain m", "maildomain", "tls_host_override o", "source_ip 1.2.3.4",
        "source_ip",
        "tls_min_dh_prime_bits 1024", "tls_min_dh_prime_bits", "ntlmdomain n", "logfile_time_format %s", "remove_bcc_headers off",
        "keepbcc on",
        "undisclosed_recipients on", "tls_nocertcheck", "tls_nostarttls", "eval echo user e", "logfile_time_format");

    static Gen<string> RightAccount =>
        from name in Gen.Elements("a", "b", "c", "d", "e", "f", "g", "default")
        from parents in Gen.Frequency((2, Gen.Constant("")), (2, Gen.Elements(" : a", " : b", " : c", " : default")), (1,
            Gen.Elements(" : a, b", " : b,c", " : default , a")))
        select "account " + name + parents;
}
