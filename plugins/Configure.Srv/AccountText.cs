using System.Globalization;

namespace Msmtp.Configure.Srv;

/// <summary>An account as it is written into msmtprc, in msmtp's lines. Does no I/O.</summary>
sealed record AccountText(MailAddress Address, SubmissionServer Server)
{
    const string PasswordFile = "~/.msmtp-password.gpg";

    /// <summary>The file that it is meant for.</summary>
    public required string File { get; init; }

    /// <summary>Passwords can be kept in a key ring.</summary>
    public bool HasKeyring { get; init; }

    public IReadOnlyList<string> Lines =>
    [
        $"# - copy this to your configuration file {File}",
        // RFC 6186 §6: whoever forges the answer sends the user, and the password, where he likes.
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
