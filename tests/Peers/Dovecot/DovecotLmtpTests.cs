using System.Text;

namespace Msmtp.Peers;

/// <summary>LMTP to a server that stores the mail.</summary>
[Collection<OneDovecot>]
public sealed class DovecotLmtpTests(Dovecot dovecot)
{
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Local_names_arrive_at_the_local_domain(Flavour flavour)
    {
        using var msmtp = new Mailer(flavour);
        var (one, other) = (dovecot.NewMailbox(), dovecot.NewMailbox());
        var account = $"host localhost\nprotocol lmtp\nport {dovecot.Port(DovecotDoor.Lmtp)}\nfrom web\nlocal_domain localhost\n";
        var names = $"{one.Address.Split('@')[0]}, {other.Address.Split('@')[0]}";
        const string rest = "Date: Thu, 01 Jan 2026 00:00:00 +0000\nMessage-ID: <2@localhost>\n";

        var result = await msmtp.SendAsync(Encoding.ASCII.GetBytes($"{rest}From: web\nTo: {names}\n\nbody\n"), account, "-t");

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        foreach (var mailbox in new[] { one, other })
        {
            var stored = Assert.Single(Dovecot.Delivered(mailbox));
            Assert.Equal($"{rest}From: web@localhost\nTo: {one.Address}, {other.Address}\n\nbody\n", Encoding.ASCII.GetString(stored.Content));
        }
    }

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
