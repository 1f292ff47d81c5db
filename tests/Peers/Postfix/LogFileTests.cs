namespace Msmtp.Peers;

[Collection<OnePostfix>]
public sealed class LogFileTests(Postfix postfix)
{
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_sent_mail_is_logged_under_the_servers_name_for_it(Flavour flavour)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();
        var account = $"{postfix.At(Door.Submission)}auth plain\nuser alice\npassword secret\nlogfile {msmtp.File("log")}\n";

        var result = await msmtp.SendAsync(Mails.Ordinary, account, mailbox.Address);

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        var mail = Assert.Single(await postfix.DeliveredAsync(mailbox));
        Assert.EndsWith(
            $" host=localhost tls=on auth=on user=alice from=sender@localhost recipients={mailbox.Address} mailsize={Mails.Ordinary.Length}"
            + $" smtpstatus=250 smtpmsg='250 2.0.0 Ok: queued as {mail.QueueId}' exitcode=EX_OK\n",
            Assert.Single(Lines(msmtp)),
            StringComparison.Ordinal);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_refused_mail_is_logged_with_the_servers_words(Flavour flavour)
    {
        using var msmtp = new Mailer(flavour);
        _ = postfix.NewMailbox();

        await msmtp.SendAsync(Mails.Ordinary, $"{postfix.At(Door.Plain)}logfile {msmtp.File("log")}\n", "stranger@localhost");

        Assert.EndsWith(
            " host=localhost tls=off auth=off from=sender@localhost recipients=stranger@localhost smtpstatus=550"
            + " smtpmsg='550 5.1.1 <stranger@localhost>: Recipient address rejected: User unknown in virtual mailbox table'"
            + " errormsg='recipient address stranger@localhost not accepted by the server' exitcode=EX_DATAERR\n",
            Assert.Single(Lines(msmtp)),
            StringComparison.Ordinal);
    }

    static IEnumerable<string> Lines(Mailer msmtp) =>
        File.ReadAllText(msmtp.File("log")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line + "\n");
}
