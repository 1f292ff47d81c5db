using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>LMTP, in which each recipient has a reply of its own after the message (RFC 2033 §4.2).</summary>
[Collection<OneDovecot>]
public sealed class DovecotLmtpQueueTests(Dovecot dovecot)
{
    /// <summary>Dovecot has no such user: it takes no slash for part of a name.</summary>
    const string Stranger = "no/body@localhost";

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_full_mailbox_gets_it_later_the_others_once_and_a_refused_one_is_bounced(Flavour flavour)
    {
        using var msmtp = new QueueingMailer(flavour);
        var (one, full, sender) = (dovecot.NewMailbox(), dovecot.NewMailbox(), dovecot.NewMailbox());
        msmtp.Configure(At(sender), "off");
        for (var i = 0; i < DovecotConfiguration.Capacity; i++)
            Assert.Equal(0, (await msmtp.SendAsync(Mails.Mail("filling\n"), full.Address)).ExitCode);
        msmtp.Configure(At(sender), "always");
        Assert.Equal(0, (await msmtp.SendAsync(Mails.Ordinary, one.Address, full.Address, Stranger)).ExitCode);

        await Eventually.TrueAsync(
            "the bounce has arrived",
            async () =>
            {
                await msmtp.FlushAsync();
                return Dovecot.Delivered(sender).Count > 0;
            },
            TestContext.Current.CancellationToken);

        var waiting = Assert.Single(await msmtp.ListAsync(), static mail => mail.State == "waiting");
        Assert.Equal([(one.Address, "sent"), (full.Address, "waiting"), (Stranger, "refused")], waiting.Recipients);
        Assert.Equal(DovecotConfiguration.Capacity, Dovecot.Delivered(full).Count);
        Dovecot.Clear(full);
        await msmtp.EmptyAsync();
        Assert.Equal(Mails.Stored(Mails.Ordinary), Assert.Single(Dovecot.Delivered(full)).Content);
        Assert.Equal(Mails.Stored(Mails.Ordinary), Assert.Single(Dovecot.Delivered(one)).Content);
        var bounce = Encoding.Latin1.GetString(Assert.Single(Dovecot.Delivered(sender)).Content);
        Assert.Contains(Stranger, bounce, StringComparison.Ordinal);
        Assert.DoesNotContain($"rfc822; {full.Address}", bounce, StringComparison.Ordinal);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_full_mailbox_is_queued_alone(Flavour flavour)
    {
        using var msmtp = new QueueingMailer(flavour);
        var (one, full, sender) = (dovecot.NewMailbox(), dovecot.NewMailbox(), dovecot.NewMailbox());
        msmtp.Configure(At(sender));
        for (var i = 0; i < DovecotConfiguration.Capacity; i++)
            Assert.Equal(0, (await msmtp.SendAsync(Mails.Mail("filling\n"), full.Address)).ExitCode);

        var result = await msmtp.SendAsync(Mails.Ordinary, full.Address, one.Address);

        Assert.True(result.ExitCode == 0, result.ToString());
        var queued = await msmtp.OnlyAsync();
        Assert.Equal([(full.Address, "waiting")], queued.Recipients);
        Assert.StartsWith("452 4.2.2 ", queued.Reply, StringComparison.Ordinal);
        Dovecot.Clear(full);
        await msmtp.EmptyAsync();
        Assert.Empty(await msmtp.ListAsync());
        Assert.Single(Dovecot.Delivered(full));
        Assert.Single(Dovecot.Delivered(one));
    }

    string At(Mailbox sender) => $"host localhost\nport {dovecot.Port(DovecotDoor.Lmtp)}\nprotocol lmtp\nfrom {sender.Address}\n";
}
