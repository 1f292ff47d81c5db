using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Dovecot's submission service. What it accepts arrives in the mailboxes of its Postfix.</summary>
sealed partial class DovecotSubmission(Dovecot dovecot) : IMailServer
{
    public string Name => "Dovecot submission";

    public TestCertificates Certificates => dovecot.Certificates;

    public Kdc Kdc => dovecot.Kdc;

    public string At(Way way)
    {
        var port = dovecot.Port(way == Way.ImplicitTls ? DovecotDoor.Submissions : DovecotDoor.Submission);
        var address = $"host localhost\nport {port}\nfrom sender@localhost\n";
        var tls = $"tls on\ntls_trust_file {Certificates.AuthorityFile}\n";
        return way switch
        {
            Way.InTheClear => address,
            Way.StartTls => address + tls,
            _ => address + tls + "tls_starttls off\n",
        };
    }

    public Mailbox NewMailbox()
    {
        Assert.SkipUnless(Dovecot.Missing is null, Dovecot.Missing ?? "");
        return dovecot.Postfix.NewMailbox();
    }

    public async Task<IReadOnlyList<StoredMail>> DeliveredAsync(Mailbox mailbox) =>
        [.. (await dovecot.Postfix.DeliveredAsync(mailbox)).Select(static mail => mail with
        {
            Content = StoredMail.Parse(mail.Content, "Received").Content,
        })];

    // The log has Postfix's name of the mail and its session; the session has a user and a mechanism.
    public Task LoggedAsync(StoredMail mail, string mechanism, string user) => Eventually.TrueAsync(
        $"Dovecot logged {mail.QueueId}, {mechanism} and {user}",
        () => dovecot.Log is var log
            && Relayed().Matches(log).FirstOrDefault(match => match.Groups["queued"].Value == mail.QueueId) is { } match
            && log.Split('\n').Any(line => line.Contains($"session=<{match.Groups["session"]}>", StringComparison.Ordinal)
                // DIGEST-MD5 and GSSAPI add the realm.
                && Regex.IsMatch(line, $" Login: user=<{user}(@[^>]*)?>, method={mechanism},")),
        TestContext.Current.CancellationToken);

    [GeneratedRegex(@"submission\([^)]*\)<\d+><(?<session>[^>]*)>: Info: Successfully relayed message: .* queued as (?<queued>\w+)'")]
    private static partial Regex Relayed();
}
