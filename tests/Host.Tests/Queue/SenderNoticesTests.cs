using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Queue;

public sealed class SenderNoticesTests
{
    static readonly ServerReply Never = new(550, new EnhancedStatus(5, 1, 1), ["5.1.1 no such user"]);
    static readonly ServerReply Later = new(450, new EnhancedStatus(4, 2, 0), ["4.2.0 try again"]);
    static readonly ServerReply Yes = new(250, null, ["ok"]);

    readonly QueueWorld world = new();

    IEnumerable<SentMail> Notices => world.Servers.Sent.Where(static mail => mail.From.Length == 0);

    [Fact]
    public async Task A_refused_recipient_is_told_of_once_by_the_same_account_in_the_same_run()
    {
        world.Servers.OnRecipient = static to => to == "no@y" ? Never : Yes;
        await world.PutAsync("a", "yes@y", "no@y");

        await world.RunAsync();
        await world.PassAsync(TimeSpan.FromDays(1), TimeSpan.FromMinutes(30));

        var notice = Assert.Single(Notices);
        Assert.Equal(("a", "me@example.org"), (notice.Account, Assert.Single(notice.To)));
        Assert.Contains("Final-Recipient: rfc822; no@y", notice.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("yes@y", notice.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hello", notice.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "delayed failed")]
    [InlineData(DsnNotify.Never, "")]
    [InlineData(DsnNotify.Success, "")]
    [InlineData(DsnNotify.Failure, "failed")]
    [InlineData(DsnNotify.Delay, "delayed")]
    [InlineData(DsnNotify.Delay | DsnNotify.Failure, "delayed failed")]
    public async Task Nobody_is_told_of_what_he_does_not_want_to_know(DsnNotify? notify, string told)
    {
        world.Servers.OnRecipient = static to => to == "slow@y" ? Later : Yes;
        await world.PutAsync(mail => mail with { Envelope = mail.Envelope.WithRecipients([new ForwardPath("slow@y") { Notify = notify }]) });

        await world.RunAsync();
        await world.PassAsync(TimeSpan.FromDays(8), TimeSpan.FromMinutes(30));

        Assert.Equal(told, string.Join(' ', Notices.Select(static notice => notice.Message.Split("Action: ")[1].Split('\n')[0].TrimEnd('\r'))));
    }

    [Theory]
    [InlineData(DsnNotify.Success, 1)]
    [InlineData(DsnNotify.Delay, 1)]
    [InlineData(DsnNotify.Never, 0)]
    public async Task Whoever_asks_what_no_transport_can_do_is_told_so_and_other_mails_are_sent(DsnNotify notify, int told)
    {
        var without = new QueueWorld(static servers => servers.Notifies = false);
        await without.PutAsync(mail => mail with { Envelope = mail.Envelope.WithRecipients([new ForwardPath("one@y") { Notify = notify }]) });
        await without.PutAsync("a", "other@y");

        await without.RunAsync();

        Assert.Equal(told, without.Servers.Sent.Count(static notice => notice.Message.Contains("the transport fake cannot ask for notifications", StringComparison.Ordinal)));
        Assert.Contains(without.Servers.Sent, static mail => mail.To.Contains("other@y"));
        Assert.Equal(1 - told, without.Servers.Sent.Count(static mail => mail.To.Contains("one@y")));
    }

    [Fact]
    public async Task A_mail_without_a_sender_has_no_notice_and_is_kept()
    {
        world.Servers.OnRecipient = static _ => Never;
        var id = await world.PutAsync(static mail => mail with { Envelope = new SmtpEnvelope(ReversePath.Null, mail.Envelope.To) });

        await world.RunAsync();

        Assert.Equal(id, Assert.Single(await world.Queue.ListAsync(QueueWorld.Token)).Id);
    }

    [Fact]
    public async Task A_notice_that_is_refused_dies_in_silence()
    {
        world.Servers.OnRecipient = static _ => Never;
        await world.PutAsync();

        await world.RunAsync();
        await world.PassAsync(TimeSpan.FromHours(3), TimeSpan.FromMinutes(30));

        Assert.Equal(2, world.Log.Count);
        Assert.All(await world.Queue.ListAsync(QueueWorld.Token), static mail => Assert.Equal(QueuedMailState.Dead, mail.State));
    }

    [Fact]
    public async Task Nobody_is_told_if_the_account_does_not_want_it()
    {
        world.Settings = world.Settings.With(QueueSettings.Bounces, false);
        world.Servers.OnRecipient = static _ => Never;
        await world.PutAsync();

        await world.RunAsync();

        Assert.Single(await world.Queue.ListAsync(QueueWorld.Token));
    }

    [Fact]
    public async Task A_sender_hears_after_four_hours_that_a_mail_is_late_and_at_the_end_that_it_is_given_up_and_nothing_else()
    {
        world.Servers.OnRecipient = static to => to == "slow@y" ? Later : Yes;
        var id = await world.PutAsync("a", "slow@y");

        await world.RunAsync();
        await world.PassAsync(TimeSpan.FromHours(3), TimeSpan.FromMinutes(5));
        Assert.Empty(Notices);
        await world.PassAsync(TimeSpan.FromHours(3), TimeSpan.FromMinutes(5));
        Assert.Contains("Action: delayed", Assert.Single(Notices).Message, StringComparison.Ordinal);
        await world.PassAsync(TimeSpan.FromHours(112), TimeSpan.FromMinutes(5));
        Assert.Single(Notices);
        // Each attempt is up to five minutes late, which does not count.
        await world.PassAsync(TimeSpan.FromHours(14), TimeSpan.FromMinutes(5));

        Assert.Equal(2, Notices.Count());
        var last = Notices.Last().Message;
        Assert.Contains("Action: failed", last, StringComparison.Ordinal);
        Assert.Contains("Status: 4.2.0", last, StringComparison.Ordinal);
        Assert.Equal(QueuedMailState.Dead, (await world.MailAsync(id))!.State);
    }

    [Fact]
    public async Task A_server_that_is_down_for_days_kills_the_mails_behind_the_probe_too_and_each_sender_hears_of_it_when_it_is_back()
    {
        world.Servers.OnOpen = static _ => throw new MailException(QueueWorld.Unreachable);
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
            ids.Add(await world.PutAsync());

        await world.RunAsync();
        await world.PassAsync(TimeSpan.FromDays(6), TimeSpan.FromMinutes(5));
        foreach (var id in ids)
            Assert.Equal(QueuedMailState.Dead, (await world.MailAsync(id))!.State);
        world.Servers.OnOpen = static _ => Task.CompletedTask;
        await world.PassAsync(TimeSpan.FromHours(2), TimeSpan.FromMinutes(5));

        Assert.Equal(5, Notices.Count(static notice => notice.Message.Contains("Action: failed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_process_that_dies_between_the_notice_and_the_end_of_the_mail_does_not_send_a_second_one()
    {
        world.Servers.OnRecipient = static to => to == "no@y" ? Never : Yes;
        var id = await world.PutAsync("a", "no@y");
        await using (var lease = await world.Queue.TakeAsync(id, QueueWorld.Token))
        {
            var session = await AccountSession.OpenAsync(world.Context, lease!.Mail.Origin, QueueWorld.Token);
            await using var closing = session;
            var refused = new RecipientOutcome(new ForwardPath("no@y"), SendOutcome.Refused) { Reply = Never };
            var end = new AttemptEnd(AttemptVerdict.Dead, [refused]) { Time = world.Time.GetUtcNow() };
            await session.Notices.PutAsync(lease, new QueueVerdict(end) { Refused = [refused] });
        }

        await world.RunAsync();

        Assert.Single(Notices);
        Assert.Equal(QueuedMailState.Dead, (await world.MailAsync(id))!.State);
    }
}
