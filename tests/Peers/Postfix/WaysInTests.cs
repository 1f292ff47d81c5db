using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Through every door; the Received field of the mail says how it came in (RFC 3848: ESMTP, S for TLS, A for AUTH).</summary>
[Collection<OnePostfix>]
public sealed class WaysInTests(Postfix postfix)
{
    const string Alice = "user alice\npassword secret\n";

    public static MatrixTheoryData<Flavour, string> Mechanisms { get; } = new(
        Enum.GetValues<Flavour>(), ["PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "NTLM", "SCRAM-SHA-1", "SCRAM-SHA-256"]);

    [Theory, MemberData(nameof(Mechanisms))]
    public async Task Mail_goes_through_STARTTLS_and_AUTH(Flavour flavour, string mechanism)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();

        var result = await msmtp.SendAsync(
            Mails.Ordinary, $"{postfix.At(Door.Submission)}auth {mechanism.ToLowerInvariant()}\n{Alice}", mailbox.Address);

        var mail = await ArrivedAsync(result, mailbox);
        Assert.Contains("with ESMTPSA", mail.Trace, StringComparison.Ordinal);
        await postfix.LoggedAsync($"{mail.QueueId}: client=unknown[127.0.0.1], sasl_method={mechanism}, sasl_username=alice@localhost");
    }

    [Theory, MemberData(nameof(Mechanisms))]
    public async Task Mail_goes_through_implicit_TLS_and_AUTH(Flavour flavour, string mechanism)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();

        var result = await msmtp.SendAsync(
            Mails.Ordinary, $"{postfix.At(Door.Smtps)}auth {mechanism.ToLowerInvariant()}\n{Alice}", mailbox.Address);

        var mail = await ArrivedAsync(result, mailbox);
        Assert.Contains("with ESMTPSA", mail.Trace, StringComparison.Ordinal);
        await postfix.LoggedAsync($"{mail.QueueId}: client=unknown[127.0.0.1], sasl_method={mechanism}, sasl_username=alice@localhost");
    }

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
