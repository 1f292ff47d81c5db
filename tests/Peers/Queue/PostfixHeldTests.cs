namespace Msmtp.Peers;

/// <summary>A password that is no longer right: dma sends its user fifteen bounces a day for it.</summary>
[Collection<OnePostfix>]
public sealed class PostfixHeldTests(Postfix postfix)
{
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_wrong_password_holds_the_mails_bounces_nothing_and_is_over_with_the_right_one(Flavour flavour)
    {
        using var msmtp = new QueueingMailer(flavour);
        var (mailbox, sender) = (postfix.NewMailbox(), postfix.NewMailbox());
        msmtp.Configure(Account("wrong"), "always");
        Assert.Equal(0, (await msmtp.SendAsync(Mails.Ordinary, mailbox.Address)).ExitCode);
        var before = postfix.Log.Length;

        for (var hours = 0; hours < 24 * 6; hours += 3)
            await msmtp.RunQueueAsync(TimeSpan.FromHours(hours));

        var mail = await msmtp.OnlyAsync();
        Assert.Equal(("waiting", 0), (mail.State, mail.Attempts));
        Assert.Empty(await postfix.DeliveredAsync(sender));
        Assert.InRange(Logins(postfix.Log[before..]), 1, 12);
        msmtp.Configure(Account("secret"), "always");
        await msmtp.RunAsync("--queue-run");
        Assert.Empty(await msmtp.ListAsync());
        Assert.Equal(Mails.Stored(Mails.Ordinary), Assert.Single(await postfix.DeliveredAsync(mailbox)).Content);
        Assert.Empty(await postfix.DeliveredAsync(sender));

        string Account(string password) => postfix.At(Door.Submission).Replace("sender@localhost", sender.Address, StringComparison.Ordinal)
            + $"auth plain\nuser alice\npassword {password}\n";
    }

    static int Logins(string log) => log.Split('\n').Count(static line => line.Contains("authentication failed", StringComparison.Ordinal));
}
