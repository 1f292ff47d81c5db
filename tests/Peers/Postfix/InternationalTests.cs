namespace Msmtp.Peers;

/// <summary>Internationalized mail (RFC 6531): Postfix accepts such addresses only after SMTPUTF8, and records that in its trace.</summary>
[Collection<OnePostfix>]
public sealed class InternationalTests(Postfix postfix)
{
    const string Alice = "auth plain\nuser alice\npassword secret\n";

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Utf8_in_the_header_is_announced(Flavour flavour)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();

        var result = await msmtp.SendAsync("Subject: grüße\n\nbody\n"u8.ToArray(), postfix.At(Door.Submission) + Alice, mailbox.Address);

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        Assert.Contains("with UTF8SMTPSA", Assert.Single(await postfix.DeliveredAsync(mailbox)).Trace, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Flavour.Native, "jörg@example.org", "jörg@example.org")]
    [InlineData(Flavour.Managed, "jörg@example.org", "jörg@example.org")]
    [InlineData(Flavour.Native, "joe@BÜCHER.example", "joe@bücher.example")]
    [InlineData(Flavour.Managed, "joe@BÜCHER.example", "joe@bücher.example")]
    public async Task An_address_beyond_ASCII_is_taken(Flavour flavour, string recipient, string logged)
    {
        using var msmtp = new Mailer(flavour);

        var result = await msmtp.SendAsync(Mails.Ordinary, postfix.At(Door.Submission) + Alice, recipient);

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        await postfix.LoggedAsync($"to=<{logged}>, relay=none");
    }
}
