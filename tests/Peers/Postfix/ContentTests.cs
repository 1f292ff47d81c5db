using System.Text;

namespace Msmtp.Peers;

[Collection<OnePostfix>]
public sealed class ContentTests(Postfix postfix)
{
    public static MatrixTheoryData<Flavour, string> NastyMails { get; } = new(Enum.GetValues<Flavour>(), Mails.Names);

    [Theory, MemberData(nameof(NastyMails))]
    public async Task A_mail_arrives_once_and_octet_for_octet(Flavour flavour, string name)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();
        var account = postfix.At(Door.Submission) + "auth plain\nuser alice\npassword secret\n";

        var result = await msmtp.SendAsync(Mails.Named(name), account, mailbox.Address);

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        var mail = Assert.Single(await postfix.DeliveredAsync(mailbox));
        Assert.Equal(Mails.Stored(Mails.Named(name)), mail.Content);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Recipients_of_the_header_get_one_copy_each_and_Bcc_stays_secret(Flavour flavour)
    {
        using var msmtp = new Mailer(flavour);
        var (to, cc, bcc) = (postfix.NewMailbox(), postfix.NewMailbox(), postfix.NewMailbox());
        const string rest = "Date: Thu, 01 Jan 2026 00:00:00 +0000\nFrom: sender@localhost\nMessage-ID: <2@localhost>\n\nbody\n";
        var shown = $"To: {to.Address}\nCc: Someone <{cc.Address}>\n";

        var result = await msmtp.SendAsync(
            Encoding.ASCII.GetBytes($"{shown}Bcc: {bcc.Address}\n{rest}"), postfix.At(Door.Plain), "-t");

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        foreach (var mailbox in new[] { to, cc, bcc })
        {
            var mail = Assert.Single(await postfix.DeliveredAsync(mailbox));
            Assert.Equal(shown + rest, Encoding.ASCII.GetString(mail.Content));
        }
    }
}
