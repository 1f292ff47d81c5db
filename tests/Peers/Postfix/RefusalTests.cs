using Msmtp.TestKit;

namespace Msmtp.Peers;

[Collection<OnePostfix>]
public sealed class RefusalTests(Postfix postfix)
{
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_wrong_password_is_told_with_the_servers_words(Flavour flavour)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();

        var result = await msmtp.SendAsync(
            Mails.Ordinary, postfix.At(Door.Submission) + "auth plain\nuser alice\npassword wrong\n", mailbox.Address);

        await RefusedAsync(result, mailbox, ExitCode.NoPerm, """
            msmtp: authentication failed (method PLAIN)
            msmtp: server message: 535 5.7.8 Error: authentication failed: authentication failure

            """);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_server_with_a_certificate_of_an_unknown_authority_gets_no_mail(Flavour flavour)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();
        var trusted = postfix.Certificates.CertificateFile(postfix.Certificates.OtherAuthority);

        var result = await msmtp.SendAsync(Mails.Ordinary, $"{postfix.At(Door.Smtps)}tls_trust_file {trusted}\n", mailbox.Address);

        await RefusedAsync(result, mailbox, ExitCode.Unavailable, "msmtp: TLS certificate verification failed: ");
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task One_refused_recipient_stops_the_mail(Flavour flavour)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();

        var result = await msmtp.SendAsync(Mails.Ordinary, postfix.At(Door.Plain), mailbox.Address, "stranger@localhost");

        await RefusedAsync(result, mailbox, ExitCode.DataErr, """
            msmtp: recipient address stranger@localhost not accepted by the server
            msmtp: server message: 550 5.1.1 <stranger@localhost>: Recipient address rejected: User unknown in virtual mailbox table

            """);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_mail_that_is_too_big_is_told_with_the_servers_words(Flavour flavour)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();
        var big = string.Concat(Enumerable.Repeat(new string('x', 999) + "\n", (PostfixConfiguration.SizeLimit / 1000) + 1));

        var result = await msmtp.SendAsync(Mails.Mail(big), postfix.At(Door.Plain), mailbox.Address);

        await RefusedAsync(result, mailbox, ExitCode.Unavailable, """
            msmtp: the server did not accept the mail
            msmtp: server message: 552 5.3.4 Error: message file too big

            """);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Without_AUTH_a_server_that_wants_it_refuses_the_recipient(Flavour flavour)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();

        var result = await msmtp.SendAsync(Mails.Ordinary, postfix.At(Door.Submission), mailbox.Address);

        await RefusedAsync(result, mailbox, ExitCode.DataErr, $"""
            msmtp: recipient address {mailbox.Address} not accepted by the server
            msmtp: server message: 554 5.7.1 <{mailbox.Address}>: Recipient address rejected: Access denied

            """);
    }

    async Task RefusedAsync(CommandResult result, Mailbox mailbox, ExitCode expected, string beginning)
    {
        Assert.StartsWith(beginning, result.ErrorText, StringComparison.Ordinal);
        Assert.Matches("\nmsmtp: could not send mail \\(account default from .*msmtprc\\)\n$", result.ErrorText);
        Assert.Equal(((int)expected, ""), (result.ExitCode, result.OutputText));
        Assert.Empty(await postfix.DeliveredAsync(mailbox));
    }
}
