namespace Msmtp.Peers;

[Collection<OnePostfix>]
public sealed class PostfixGreylistTests(Postfix postfix)
{
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_mail_that_is_to_come_again_is_queued_and_delivered_once(Flavour flavour)
    {
        await using var greylist = await postfix.StartGreylistAsync();
        using var msmtp = new QueueingMailer(flavour);
        msmtp.Configure(postfix.At(Door.Greylisted));
        var mailbox = postfix.NewMailbox();
        var mail = Mails.Named("leading dots");

        var result = await msmtp.SendAsync(mail, mailbox.Address);

        Assert.True(result.ExitCode == 0, result.ToString());
        var queued = await msmtp.OnlyAsync();
        Assert.Equal(("waiting", 1), (queued.State, queued.Attempts));
        Assert.StartsWith("450 4.2.0 ", queued.Reply, StringComparison.Ordinal);
        Assert.Empty(await postfix.DeliveredAsync(mailbox));
        await msmtp.EmptyAsync();
        Assert.Empty(await msmtp.ListAsync());
        Assert.Equal(Mails.Stored(mail), Assert.Single(await postfix.DeliveredAsync(mailbox)).Content);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Neither_the_one_who_is_to_wait_nor_the_one_who_is_refused_holds_up_the_others(Flavour flavour)
    {
        await using var greylist = await postfix.StartGreylistAsync();
        using var msmtp = new QueueingMailer(flavour);
        msmtp.Configure(postfix.At(Door.Greylisted));
        var (known, newcomer) = (postfix.NewMailbox(), postfix.NewMailbox());
        await msmtp.SendAsync(Mails.Mail("before\n"), known.Address);
        await msmtp.EmptyAsync();

        var result = await msmtp.SendAsync(Mails.Ordinary, known.Address, newcomer.Address, "stranger@localhost");

        Assert.Equal((int)ExitCode.DataErr, result.ExitCode);
        Assert.Contains("recipient address stranger@localhost not accepted by the server", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(2, (await postfix.DeliveredAsync(known)).Count);
        Assert.Equal([newcomer.Address], (await msmtp.OnlyAsync()).Waiting);
        await msmtp.EmptyAsync();
        Assert.Equal(2, (await postfix.DeliveredAsync(known)).Count);
        Assert.Equal(Mails.Stored(Mails.Ordinary), Assert.Single(await postfix.DeliveredAsync(newcomer)).Content);
    }
}
