using Msmtp.Testing;

namespace Msmtp.Secrets.Command.Tests;

public sealed class KeyCommandConformance : SecretSourceConformance
{
    protected override IPlugin Plugin => new SecretCommandPlugin();

    protected override string Source => "tls_key_passwordeval";

    protected override string Msmtprc => """
        tls_key_file /home/joe/key.pem
        tls_cert_file /home/joe/cert.pem
        tls_key_passwordeval "printf 'correct-%s-battery\nand more\n' horse"
        """;

    protected override SecretQuery Known => new(SecretKind.KeyPassphrase) { File = "/home/joe/key.pem" };

    protected override string Secret => "correct-horse-battery";

    /// <summary>The command is for the account's own key: that of an OAuth client, say, has another passphrase.</summary>
    protected override IEnumerable<SecretQuery> Unknown =>
    [
        new(SecretKind.Password) { Host = "mail.example.org", User = "joe" },
        new(SecretKind.Token),
        Known with { File = "/home/joe/oauth.pem" },
        Known with { File = null },
    ];
}
