using System.Globalization;

namespace Msmtp.Configure.Srv;

/// <summary>An account in msmtprc's syntax, in msmtp's lines. Does no I/O.</summary>
sealed record AccountText(MailAddress Address, SubmissionServer Server)
{
    const string PasswordFile = "~/.msmtp-password.gpg";

    /// <summary>The file that it is meant for.</summary>
    public required string File { get; init; }

    /// <summary>Passwords can be stored in a key ring.</summary>
    public bool HasKeyring { get; init; }

    public IReadOnlyList<string> Lines =>
    [
        $"# - copy this to your configuration file {File}",
        // RFC 6186 §6: a forged answer sends the user, and the password, to an attacker.
        .. HostName.IsWithin(Server.Host, Address.DomainInDns) ? [] : Warning,
        .. HasKeyring ? KeyringAdvice : EncryptionAdvice,
        $"account {Address}",
        $"host {Server.Host}",
        string.Create(CultureInfo.InvariantCulture, $"port {Server.Port}"),
        "tls on",
        $"tls_starttls {CommonSettings.OnOff(!Server.BeginsWithTls)}",
        "auth on",
        $"user {Address.Local}",
        .. HasKeyring ? [] : (string[])[$"passwordeval gpg --no-tty -q -d {PasswordFile}"],
        $"from {Address}",
    ];

    static string[] Warning => ["# - warning: the host does not match the mail domain; please check"];

    string[] KeyringAdvice =>
    [
        "# - add your password to the key ring:",
        $"#   secret-tool store --label=msmtp host {Server.Host} service smtp user {Address.Local}",
    ];

    static string[] EncryptionAdvice =>
    [
        "# - encrypt your password:",
        $"#   gpg -e -o {PasswordFile}",
    ];
}
