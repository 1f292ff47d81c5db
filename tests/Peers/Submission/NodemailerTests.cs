namespace Msmtp.Peers;

/// <summary>Nodemailer's other way: a sendmail that is given the sender and the recipients.</summary>
public sealed class NodemailerTests
{
    [Theory, EachInstallation]
    public async Task A_mail_by_sendmail_arrives_whole_at_all_its_recipients(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await Nodemailer.SendAsync(user, user.Sendmail, "one@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        var mail = await user.ArrivedAsync();
        Assert.Equal("me@example.org", mail.Envelope.Sender);
        Assert.Equal(["one@example.net", "three@example.net"], mail.Recipients);
        Assert.Empty(mail.Field("Bcc"));
        Assert.Equal(SubmissionClients.Body, mail.Body().TrimEnd('\n'));
    }

    [Theory, EachInstallation]
    public async Task It_is_told_that_a_recipient_was_refused(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await Nodemailer.SendAsync(user, user.Sendmail, SendmailUser.Stranger);

        Assert.True(result.ExitCode != 0, result.ToString());
        Assert.Null(user.Sink.TakeMail());
    }
}
