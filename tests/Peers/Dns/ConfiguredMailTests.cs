using Msmtp.TestKit;

namespace Msmtp.Peers;

[Collection<OnePostfix>]
public sealed class ConfiguredMailTests(Postfix postfix)
{
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_mail_goes_by_the_account_that_was_printed(Flavour flavour)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();
        await using var nsd = await Nsd.StartAsync($"_submissions._tcp.post SRV 0 1 {postfix.Port(Door.Smtps)} localhost.\n");

        var printed = await msmtp.RunAsync(nsd.Resolver, "--configure", "alice@post.test");
        Assert.Equal((0, ""), (printed.ExitCode, printed.ErrorText));
        // What a user adds: a password, and the authority that only this test trusts.
        var account = printed.OutputText + $"password secret\ntls_trust_file {postfix.Certificates.AuthorityFile}\n";
        var result = await msmtp.SendAsync(Mails.Ordinary, account, "-a", "alice@post.test", mailbox.Address);

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        var mail = Assert.Single(await postfix.DeliveredAsync(mailbox));
        Assert.StartsWith("Return-Path: <alice@post.test>\n", mail.Trace, StringComparison.Ordinal);
        Assert.Contains("with ESMTPSA", mail.Trace, StringComparison.Ordinal);
    }
}
