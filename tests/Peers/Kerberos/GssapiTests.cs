namespace Msmtp.Peers;

/// <summary>Kerberos 5 against Cyrus SASL's acceptor, with a ticket from an MIT key distribution centre.</summary>
[Collection<OnePostfix>]
public sealed class GssapiTests(Postfix postfix)
{
    const string Account = "auth gssapi\nuser alice\n";

    public static MatrixTheoryData<Flavour, Door> Ways { get; } = new(Enum.GetValues<Flavour>(), [Door.Submission, Door.Smtps]);

    [Theory, MemberData(nameof(Ways))]
    public async Task A_ticket_lets_mail_in(Flavour flavour, Door door)
    {
        Assert.SkipUnless(Kdc.Missing is null, Kdc.Missing ?? "");
        using var msmtp = WithTicket(flavour, postfix.Kdc.UserKeys);
        var mailbox = postfix.NewMailbox();

        var result = await msmtp.SendAsync(Mails.Ordinary, postfix.At(door) + Account, mailbox.Address);

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        var mail = Assert.Single(await postfix.DeliveredAsync(mailbox));
        await postfix.LoggedAsync($"{mail.QueueId}: client=unknown[127.0.0.1], sasl_method=GSSAPI, sasl_username=alice");
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Without_a_ticket_nothing_is_sent(Flavour flavour)
    {
        Assert.SkipUnless(Kdc.Missing is null, Kdc.Missing ?? "");
        using var msmtp = WithTicket(flavour, "/nowhere");
        var mailbox = postfix.NewMailbox();

        var result = await msmtp.SendAsync(Mails.Ordinary, postfix.At(Door.Submission) + Account, mailbox.Address);

        Assert.StartsWith(
            "msmtp: authentication failed (method GSSAPI): no Kerberos ticket for smtp/localhost: kinit gets one\nmsmtp: could not send mail",
            result.ErrorText, StringComparison.Ordinal);
        Assert.Equal((int)ExitCode.Software, result.ExitCode);
        Assert.Empty(await postfix.DeliveredAsync(mailbox));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_service_that_the_centre_does_not_know_ends_it(Flavour flavour)
    {
        Assert.SkipUnless(Kdc.Missing is null, Kdc.Missing ?? "");
        using var msmtp = WithTicket(flavour, postfix.Kdc.UserKeys);
        var mailbox = postfix.NewMailbox();
        var account = postfix.At(Door.Submission).Replace("host localhost", "host 127.0.0.1\ntls_host_override localhost", StringComparison.Ordinal);

        var result = await msmtp.SendAsync(Mails.Ordinary, account + Account, mailbox.Address);

        Assert.StartsWith(
            "msmtp: authentication failed (method GSSAPI): no security context with smtp/127.0.0.1", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal((int)ExitCode.Software, result.ExitCode);
    }

    Mailer WithTicket(Flavour flavour, string keys) => new(flavour)
    {
        Environment =
        {
            ["KRB5_CONFIG"] = postfix.Kdc.Configuration,
            ["KRB5CCNAME"] = "MEMORY:",
            ["KRB5_CLIENT_KTNAME"] = keys,
        },
    };
}
