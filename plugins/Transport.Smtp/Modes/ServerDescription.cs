using System.Globalization;
using Msmtp.Text;

namespace Msmtp.Transport.Smtp;

/// <summary>The text of <c>--serverinfo</c>, as msmtp writes it. Does no I/O.</summary>
static class ServerDescription
{
    static readonly string[] Mechanisms =
    [
        "PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256", "EXTERNAL", "GSSAPI", "CRAM-MD5", "DIGEST-MD5", "LOGIN", "NTLM", "OAUTHBEARER", "XOAUTH2",
    ];

    public static IEnumerable<string> Lines(ServerFacts facts) =>
    [
        $"{(facts.Protocol == MailProtocol.Lmtp ? "LMTP" : "SMTP")} server at {Place(facts)}, port {facts.Port}:",
        .. facts.Greeting.Length > 0 ? [$"    {PrintableText.Text(facts.Greeting)}"] : Array.Empty<string>(),
        .. facts.Tls,
        .. CapabilityLines(facts),
    ];

    static string Place(ServerFacts facts) => facts switch
    {
        { Address: null } => facts.Host,
        { Name: null } => $"{facts.Host} ([{facts.Address}])",
        _ => $"{facts.Host} ({facts.Name} [{facts.Address}])",
    };

    static IReadOnlyList<string> CapabilityLines(ServerFacts facts)
    {
        // Inside TLS a server no longer offers STARTTLS.
        var capabilities = facts.Capabilities with { StartTls = facts.Capabilities.StartTls || facts.Security == ConnectionSecurity.StartTls };
        if (capabilities == Capabilities.None)
            return ["No special capabilities."];
        return
        [
            "Capabilities:",
            .. Capability(capabilities.Size is not null, $"SIZE {capabilities.Size}", $"Maximum message size is {Size(capabilities.Size)}"),
            .. Capability(capabilities.Pipelining, "PIPELINING", "Support for command grouping for faster transmission"),
            .. Capability(capabilities.SmtpUtf8, "SMTPUTF8", "Support for Internationalized Email"),
            .. Capability(capabilities.Etrn, "ETRN", "Support for RMQS (Remote Message Queue Starting)"),
            .. Capability(capabilities.Dsn, "DSN", "Support for Delivery Status Notifications"),
            .. Capability(capabilities.StartTls, "STARTTLS", "Support for TLS encryption via the STARTTLS command"),
            .. Capability(capabilities.Auth, "AUTH", "Supported authentication methods:", Offered(facts)),
            .. Remark(facts),
        ];
    }

    static IEnumerable<string> Capability(bool isThere, string name, params string[] explanation) =>
        isThere ? [$"    {name}:", .. explanation.Select(static line => $"        {line}")] : [];

    static string Offered(ServerFacts facts) => string.Concat(
        Mechanisms.Union(facts.Mechanisms).Where(name => facts.Capabilities.Mechanisms.Contains(name)).Select(static name => name + ' '));

    static IEnumerable<string> Remark(ServerFacts facts) => facts is { Capabilities.StartTls: true, Security: ConnectionSecurity.None }
        ? ["This server might advertise more or other capabilities when TLS is active."]
        : [];

    static string Size(long? size) => size switch
    {
        0 => "unlimited",
        > 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{size} bytes = {size / (1024.0 * 1024.0):0.00} MiB"),
        > 1024 => string.Create(CultureInfo.InvariantCulture, $"{size} bytes = {size / 1024.0:0.00} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{size} bytes"),
    };
}
