using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>The logins for each mechanism: those that must succeed, and those that must not.</summary>
static class Logins
{
    /// <summary>Every mechanism we support that needs no channel binding, in the order of the table.</summary>
    public static IReadOnlyList<string> Mechanisms { get; } =
    [
        "PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512", "NTLM", "GSSAPI", "EXTERNAL",
        "OAUTHBEARER", "XOAUTH2",
    ];

    /// <summary>Logins that a server offering the mechanism accepts.</summary>
    public static IReadOnlyList<Login> Right(string mechanism, IMailServer server) => mechanism switch
    {
        "GSSAPI" => [WithTicket(server, "", "MEMORY:", server.Kdc?.UserKeys), WithTicket(server, "", server.Kdc?.Cache, null)],
        "EXTERNAL" => [new("", User("client.example.org") + Certificate(server.Certificates)) { User = "client.example.org" }],
        "OAUTHBEARER" or "XOAUTH2" => [WithToken("", JsonWebToken.Of("alice"))],
        "NTLM" => [new("", User("alice") + Password("secret")), new("", User("alice") + Password("secret") + "ntlmdomain TESTDOM\n")],
        _ => [new("", User("alice") + Password("secret"))],
    };

    /// <summary>Logins that it refuses, or that the mechanism does not even send.</summary>
    public static IReadOnlyList<Login> Wrong(string mechanism, IMailServer server) => mechanism switch
    {
        "GSSAPI" => [WithTicket(server, "no ticket", "MEMORY:", "/nowhere"), WithTicket(server, "expired ticket", server.Kdc?.ExpiredCache, null)],
        "EXTERNAL" => [new("no certificate", User("client.example.org")), new("another name", User("alice") + Certificate(server.Certificates))],
        "OAUTHBEARER" or "XOAUTH2" =>
        [
            WithToken("expired token", JsonWebToken.Of("alice", lifetime: TimeSpan.FromHours(-1))),
            WithToken("forged token", JsonWebToken.Of("alice", key: "another key")),
        ],
        _ => [new("wrong password", User("alice") + Password("wrong"))],
    };

    static string User(string name) => $"user {name}\n";

    static string Password(string password) => $"password {password}\n";

    static string Certificate(TestCertificates certificates) => $"""
        tls_cert_file {certificates.CertificateFile(certificates.Client)}
        tls_key_file {certificates.KeyFile(certificates.Client)}

        """;

    static Login WithToken(string description, string token) => new(description, $"user alice\npasswordeval echo {token}\n");

    static Login WithTicket(IMailServer server, string description, string? cache, string? keys) => new(description, User("alice"))
    {
        Environment = new Dictionary<string, string>
        {
            ["KRB5_CONFIG"] = server.Kdc?.Configuration ?? "/nowhere",
            ["KRB5CCNAME"] = cache ?? "MEMORY:",
            ["KRB5_CLIENT_KTNAME"] = keys ?? "/nowhere",
        },
    };
}
