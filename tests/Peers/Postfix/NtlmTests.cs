namespace Msmtp.Peers;

/// <summary>NTLM as checked by Cyrus SASL: version 2, whose proof covers the user and the domain.</summary>
[Collection<OnePostfix>]
public sealed class NtlmTests(Postfix postfix)
{
    public static MatrixTheoryData<Flavour, string> Identities { get; } = new(
        Enum.GetValues<Flavour>(), ["user alice\nntlmdomain TESTDOM\n", "user alice\nntlmdomain testdom\n", "user alice@localhost\n"]);

    [Theory, MemberData(nameof(Identities))]
    public async Task The_domain_is_part_of_the_proof(Flavour flavour, string identity)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();

        var result = await msmtp.SendAsync(
            Mails.Ordinary, $"{postfix.At(Door.Submission)}auth ntlm\npassword secret\n{identity}", mailbox.Address);

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        Assert.Single(await postfix.DeliveredAsync(mailbox));
    }
}
