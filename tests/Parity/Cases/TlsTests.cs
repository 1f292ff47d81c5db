namespace Msmtp.Parity.Cases;

/// <summary>When TLS begins, and which certificates are good.</summary>
public sealed class TlsTests
{
    const string Account =
        "account default\nhost localhost\nport @PORT@\nfrom me@example.org\nlogfile ~/log\ntls on\ntls_trust_file @authority.pem@\n";

    static readonly CaseTable Table = new()
    {
        { "STARTTLS", StartTls("") },
        { "TLS from the start", Implicit("") },
        { "no STARTTLS", new() { Msmtprc = Account } },
        { "STARTTLS refused", Refused("454-4.7.0 no\n454 4.7.0 later") },
        { "STARTTLS and 221", Refused("221 bye") },
        { "STARTTLS and words behind", Refused(Answer.Raw("220 go\r\n250 injected\r\n")) },
        { "other capabilities inside", StartTls("auth plain\nuser u\npassword p\n", inside: ["AUTH PLAIN", "PIPELINING"]) },
        { "AUTH only outside", StartTls("auth plain\nuser u\npassword p\n", inside: []) },
        { "DSN only outside", StartTls("dsn_notify never\n", inside: []) },
        { "expired", StartTls("", "expired") },
        { "not yet valid", StartTls("", "future") },
        { "another host", StartTls("", "wronghost") },
        { "another host by intent", StartTls("tls_host_override mail.example.org\n", "wronghost") },
        { "another host by intent in capitals", StartTls("tls_host_override MAIL.example.ORG\n", "wronghost") },
        { "a wrong override", StartTls("tls_host_override mail.example.net\n") },
        { "an address", StartTls("host 127.0.0.1\n") },
        { "self-signed", StartTls("", "selfsigned") },
        { "self-signed and trusted", StartTls("tls_trust_file @selfsigned.pem@\n", "selfsigned") },
        { "another authority", StartTls("", "byother") },
        { "another authority that is trusted", StartTls("tls_trust_file @other.pem@\n", "byother") },
        { "a leaf that is trusted", StartTls("tls_trust_file @good.pem@\n") },
        { "no check", StartTls("tls_certcheck off\n", "expired") },
        { "no check of another host", StartTls("tls_certcheck off\n", "wronghost") },
        { "a fingerprint of SHA-256", StartTls("tls_fingerprint @selfsigned.sha256@\n", "selfsigned") },
        { "a fingerprint of SHA-1", StartTls("tls_fingerprint @expired.sha1@\n", "expired") },
        { "a fingerprint of MD5", StartTls("tls_trust_file\ntls_fingerprint @wronghost.md5@\n", "wronghost") },
        { "a fingerprint of another", StartTls("tls_fingerprint @expired.sha256@\n") },
        { "a fingerprint of another, by SHA-1", StartTls("tls_fingerprint @expired.sha1@\n") },
        { "a fingerprint of another and no check", StartTls("tls_certcheck off\ntls_fingerprint @expired.sha256@\n") },
        { "a client's certificate", Asking("tls_key_file @client.key@\ntls_cert_file @client.pem@\n") },
        { "no client's certificate", Asking("") },
        { "a client's certificate with another key", StartTls("tls_key_file @good.key@\ntls_cert_file @client.pem@\n") },
        { "a client's certificate that is missing", StartTls("tls_key_file @client.key@\ntls_cert_file ~/nope\n") },
        { "a missing trust file", StartTls("tls_trust_file ~/nope\n") },
        {
            "a trust file of nonsense",
            StartTls("tls_trust_file ~/nonsense\n") with { Files = new Dictionary<string, string> { ["nonsense"] = "x\n" } }
        },
        { "a missing list of the revoked", StartTls("tls_crl_file ~/nope\n") },
        { "expired from the start", Implicit("", "expired") },
        { "serverinfo", StartTls("") with { Arguments = ["-S"], Compared = Compared.Deeds } },
        { "serverinfo of a bad certificate", StartTls("", "expired") with { Arguments = ["-S"] } },
        { "a mail refused inside", Answering("^RCPT", "550 no") },
        { "a mail refused in the end", Answering("^.mail.$", "552 no") },
        { "pipelining inside", StartTls("", inside: ["PIPELINING"]) with { Arguments = ["a@x", "b@x", "c@x"] } },
        { "LMTP inside", Lmtp() },
        { "debugging a missing STARTTLS", new() { Msmtprc = Account, Arguments = ["-d", Some.Recipient] } },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory, MemberData(nameof(Names))]
    public Task Both_trust_the_same(string name) => Table.AgreeAsync(name);

    static Scenario StartTls(string lines, string certificate = "good", string[]? inside = null) => new()
    {
        Msmtprc = Account + lines,
        Server = new ServerScript
        {
            Tls = ServerTls.StartTls,
            Certificate = certificate,
            Capabilities = ["STARTTLS", "DSN", "AUTH PLAIN"],
            CapabilitiesInTls = inside,
        },
    };

    static Scenario Implicit(string lines, string certificate = "good") => new()
    {
        Msmtprc = Account + "tls_starttls off\n" + lines,
        Server = new ServerScript { Tls = ServerTls.Implicit, Certificate = certificate },
    };

    static Scenario Refused(Answer answer) => new()
    {
        Msmtprc = Account,
        Server = new ServerScript { Capabilities = ["STARTTLS"], Answers = new() { { "^STARTTLS", answer } } },
    };

    static Scenario Answering(string pattern, Answer answer)
    {
        var scenario = StartTls("");
        return scenario with { Server = scenario.Server with { Answers = new() { { pattern, answer } } } };
    }

    static Scenario Asking(string lines)
    {
        var scenario = StartTls(lines);
        return scenario with { Server = scenario.Server with { AsksForCertificate = true } };
    }

    static Scenario Lmtp()
    {
        var scenario = StartTls("protocol lmtp\n");
        return scenario with { Server = scenario.Server with { IsLmtp = true } };
    }
}
