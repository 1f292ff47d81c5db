using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>A server that will not take everything at once.</summary>
[Collection<OnePostfix>]
public sealed class PostfixLimitTests(Postfix postfix)
{
    const int Count = 20;

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Too_many_mails_arrive_in_the_end_each_of_them_once(Flavour flavour)
    {
        using var msmtp = new QueueingMailer(flavour);
        msmtp.Configure(postfix.At(Door.FewMails), "always");

        await ArriveAsync(msmtp, "450 4.7.1 Error: too much mail from 127.0.0.1");
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Too_many_connections_are_no_obstacle_either(Flavour flavour)
    {
        using var msmtp = new QueueingMailer(flavour);
        msmtp.Configure(postfix.At(Door.FewConnections) + "queue_connections 8\n", "always");

        await ArriveAsync(msmtp, "421 4.7.0 localhost Error: too many connections from 127.0.0.1");
    }

    // Five minutes at least: a server that is asked again and again shuts its door for longer.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task The_server_is_left_alone_for_five_minutes(Flavour flavour)
    {
        using var msmtp = new QueueingMailer(flavour);
        msmtp.Configure(postfix.At(Door.FewMails), "always");
        var mailbox = postfix.NewMailbox();
        await PutAsync(msmtp, mailbox);
        await msmtp.RunAsync("--queue-run");
        var left = (await msmtp.ListAsync()).Count;
        Assert.InRange(left, 1, Count);

        await msmtp.RunQueueAsync(TimeSpan.FromMinutes(4));

        Assert.Equal(left, (await msmtp.ListAsync()).Count);
        var later = TimeSpan.Zero;
        await Eventually.TrueAsync(
            "more of them are sent",
            async () =>
            {
                await msmtp.RunQueueAsync(later += TimeSpan.FromMinutes(12));
                return (await msmtp.ListAsync()).Count < left;
            },
            TestContext.Current.CancellationToken);
    }

    async Task ArriveAsync(QueueingMailer msmtp, string limit)
    {
        var mailbox = postfix.NewMailbox();
        var before = postfix.Log.Length;
        await PutAsync(msmtp, mailbox);

        await msmtp.FlushAsync();
        var waiting = await msmtp.ListAsync();
        await msmtp.EmptyAsync();

        Assert.Contains(waiting, mail => mail.Reply.StartsWith(limit, StringComparison.Ordinal));
        Assert.Contains("rate limit exceeded", postfix.Log[before..], StringComparison.Ordinal);
        Assert.Empty(await msmtp.ListAsync());
        var texts = (await postfix.DeliveredAsync(mailbox)).Select(static mail => mail.Body);
        Assert.Equal(Enumerable.Range(10, Count).Select(static number => $"mail {number}\n"), texts.Order(StringComparer.Ordinal));
    }

    static async Task PutAsync(QueueingMailer msmtp, Mailbox mailbox)
    {
        for (var number = 10; number < 10 + Count; number++)
        {
            var result = await msmtp.SendAsync(Mails.Mail($"mail {number}\n"), mailbox.Address);
            Assert.True(result.ExitCode == 0, result.ToString());
        }
        Assert.Equal(Count, (await msmtp.ListAsync()).Count);
    }
}
