namespace Msmtp.Peers;

/// <summary>
/// The flag "y" of RFC 5802 §6, "I could have bound", before a server that never binds: Postfix does not tell Cyrus SASL of TLS.
/// </summary>
[Collection<OnePostfix>]
public sealed class UnboundTests(Postfix postfix)
{
    public static MatrixTheoryData<Flavour, string> Mechanisms { get; } = new(
        Enum.GetValues<Flavour>(), ["on", "scram-sha-1", "scram-sha-256"]);

    [Theory, MemberData(nameof(Mechanisms))]
    public async Task It_lets_the_mail_in(Flavour flavour, string auth)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();
        var account = $"{postfix.At(Door.Submission)}tls_priorities NORMAL:-VERS-TLS1.3\nauth {auth}\nuser alice\npassword secret\n";

        var result = await msmtp.SendAsync(Mails.Ordinary, account, "--debug", "--debug-secrets", mailbox.Address);

        Assert.Contains("TLS session parameters:\n    (TLS1.2)-", result.OutputText, StringComparison.Ordinal);
        // y,,n=alice,r= in base64, after the challenge without text.
        Assert.Contains("\n--> eSwsbj1hbGljZSxyP", result.OutputText, StringComparison.Ordinal);
        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Single(await postfix.DeliveredAsync(mailbox));
    }
}
