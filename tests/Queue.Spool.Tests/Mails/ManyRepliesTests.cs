using System.Globalization;
using System.Runtime.Versioning;

namespace Msmtp.Queue.Spool.Tests.Mails;

/// <summary>What servers say while a mail waits.</summary>
[SupportedOSPlatform("linux")]
public sealed class ManyRepliesTests : IDisposable
{
    readonly SpoolUnderTest spool = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => spool.Dispose();

    [Fact]
    public async Task A_mail_that_a_talkative_server_defers_again_and_again_stays_small_and_whole()
    {
        var recipients = Enumerable.Range(0, 100).Select(static number => $"r{number}@example.net").ToArray();
        var id = (await spool.Queue.PutAsync(SpoolUnderTest.Mail("hello\n", recipients), Token)).Id;

        // Hourly for five days.
        for (var attempt = 0; attempt < 120; attempt++)
        {
            await using var lease = await spool.TakeAsync(id);
            var reply = new ServerReply(450, new EnhancedStatus(4, 2, 0), [.. Enumerable.Range(0, 50).Select(line => $"{attempt} {line} {new string('x', 900)}")]);
            var end = SpoolUnderTest.End(lease.Mail, AttemptVerdict.Retry);
            await lease.EndAsync(end with { Recipients = [.. end.Recipients.Select(each => each with { Reply = reply })] }, Token);
        }

        var mail = Assert.Single(await spool.ListAsync());
        Assert.All(mail.Recipients, static recipient => Assert.Equal(450, recipient.Reply?.Code));
        Assert.True(new FileInfo(spool.File(id)).Length < 2_000_000, new FileInfo(spool.File(id)).Length.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_reply_with_another_code_is_kept_instead_of_the_one_before()
    {
        var id = await spool.PutAsync("hello\n");
        foreach (var code in (int[])[450, 451])
        {
            await using var lease = await spool.TakeAsync(id);
            var end = SpoolUnderTest.End(lease.Mail, AttemptVerdict.Retry);
            await lease.EndAsync(end with { Recipients = [end.Recipients[0] with { Reply = new ServerReply(code, null, ["later"]) }] }, Token);
        }

        Assert.Equal(451, Assert.Single(await spool.ListAsync()).Recipients[0].Reply?.Code);
    }
}
