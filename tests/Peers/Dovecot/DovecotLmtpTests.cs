namespace Msmtp.Peers;

/// <summary>LMTP to a server that stores the mail.</summary>
[Collection<OneDovecot>]
public sealed class DovecotLmtpTests(Dovecot dovecot)
{
    public static MatrixTheoryData<Flavour, bool> Places { get; } = new(Enum.GetValues<Flavour>(), [false, true]);

    [Theory, MemberData(nameof(Places))]
    public async Task A_mail_arrives_for_each_recipient(Flavour flavour, bool isLocal)
    {
        using var msmtp = new Mailer(flavour);
        var (one, other) = (dovecot.NewMailbox(), dovecot.NewMailbox());
        var place = isLocal ? $"port 24\nsocket {dovecot.LmtpSocket}\n" : $"port {dovecot.Port(DovecotDoor.Lmtp)}\n";
        var mail = Mails.Named("leading dots");

        var result = await msmtp.SendAsync(
            mail, $"host localhost\nprotocol lmtp\nfrom sender@localhost\n{place}", one.Address, other.Address);

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        foreach (var mailbox in new[] { one, other })
        {
            var stored = Assert.Single(Dovecot.Delivered(mailbox));
            Assert.Contains("with LMTP", stored.Trace, StringComparison.Ordinal);
            Assert.Equal(Mails.Stored(mail), stored.Content);
        }
    }
}
