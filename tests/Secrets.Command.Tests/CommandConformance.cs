using Msmtp.Testing;

namespace Msmtp.Secrets.Command.Tests;

public sealed class CommandConformance : SecretSourceConformance
{
    protected override IPlugin Plugin => new SecretCommandPlugin();

    protected override string Source => "passwordeval";

    protected override string Msmtprc => "passwordeval \"printf 'correct-%s-battery\\nand more\\n' horse\"";

    protected override SecretQuery Known => new(SecretKind.Password) { Host = "mail.example.org", User = "joe" };

    protected override string Secret => "correct-horse-battery";

    /// <summary>The command is the account's: whoever asks for the account's password gets its answer.</summary>
    protected override IEnumerable<SecretQuery> Unknown => [new(SecretKind.KeyPassphrase), new(SecretKind.Pin) { Host = "mail.example.org", User = "joe" }];
}
