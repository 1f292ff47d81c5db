using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// Without AUTH; the Received field of the mail says how it came in (RFC 3848: ESMTP, S for TLS). <see cref="AuthenticationTests"/> are
/// about the doors with AUTH.
/// </summary>
[Collection<OnePostfix>]
public sealed class WaysInTests(Postfix postfix)
{
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Mail_goes_through_implicit_TLS_with_a_certificate(Flavour flavour)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();
        var certificates = postfix.Certificates;
        var own = $"""
            tls_cert_file {certificates.CertificateFile(certificates.Client)}
            tls_key_file {certificates.KeyFile(certificates.Client)}

            """;

        var result = await msmtp.SendAsync(Mails.Ordinary, postfix.At(Door.Certificate) + own, mailbox.Address);

        var mail = await ArrivedAsync(result, mailbox);
        Assert.Contains("with ESMTPS ", mail.Trace, StringComparison.Ordinal);
        Assert.Contains("Client CN \"client.example.org\", Issuer \"test authority\" (verified OK)", mail.Trace, StringComparison.Ordinal);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Mail_goes_in_the_clear(Flavour flavour)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();

        var result = await msmtp.SendAsync(Mails.Ordinary, postfix.At(Door.Plain), mailbox.Address);

        var mail = await ArrivedAsync(result, mailbox);
        Assert.Contains("with ESMTP ", mail.Trace, StringComparison.Ordinal);
    }

    async Task<StoredMail> ArrivedAsync(CommandResult result, Mailbox mailbox)
    {
        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        var mail = Assert.Single(await postfix.DeliveredAsync(mailbox));
        Assert.StartsWith("Return-Path: <sender@localhost>\n", mail.Trace, StringComparison.Ordinal);
        Assert.Equal(Mails.Stored(Mails.Ordinary), mail.Content);
        return mail;
    }
}
