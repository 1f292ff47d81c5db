namespace Msmtp.Peers;

/// <summary>A server that ends the session in the middle: 421, as RFC 5321 §3.8 allows at any time.</summary>
[Collection<OnePostfix>]
public sealed class PostfixMiddleTests(Postfix postfix)
{
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task The_recipient_after_the_one_that_made_it_impatient_gets_the_mail_later(Flavour flavour)
    {
        using var msmtp = new QueueingMailer(flavour);
        msmtp.Configure(postfix.At(Door.Impatient));
        var mailbox = postfix.NewMailbox();

        var result = await msmtp.SendAsync(Mails.Ordinary, "stranger@localhost", mailbox.Address);

        Assert.Equal((int)ExitCode.DataErr, result.ExitCode);
        Assert.Contains("recipient address stranger@localhost not accepted by the server", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal([mailbox.Address], (await msmtp.OnlyAsync()).Waiting);
        await msmtp.EmptyAsync();
        Assert.Equal(Mails.Stored(Mails.Ordinary), Assert.Single(await postfix.DeliveredAsync(mailbox)).Content);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task The_mails_behind_it_on_the_same_connection_arrive_once(Flavour flavour)
    {
        using var msmtp = new QueueingMailer(flavour);
        msmtp.Configure(postfix.At(Door.Impatient) + "queue_connections 1\nqueue_bounce off\n", "always");
        var mailbox = postfix.NewMailbox();
        for (var number = 1; number <= 5; number++)
        {
            var to = number == 3 ? "stranger@localhost" : mailbox.Address;
            Assert.Equal(0, (await msmtp.SendAsync(Mails.Mail($"mail {number}\n"), to)).ExitCode);
        }

        await msmtp.EmptyAsync();

        var dead = await msmtp.OnlyAsync();
        Assert.Equal(("dead", "stranger@localhost"), (dead.State, dead.Recipients[0].Address));
        var texts = (await postfix.DeliveredAsync(mailbox)).Select(static mail => mail.Body);
        Assert.Equal(["mail 1\n", "mail 2\n", "mail 4\n", "mail 5\n"], texts.Order(StringComparer.Ordinal));
    }
}
