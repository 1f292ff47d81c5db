using System.Diagnostics;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>What a queue costs whoever waits for the command.</summary>
public sealed class EnqueueTimeTests
{
    const int Runs = 40;
    const int Attempts = 6;

    static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(1.5);

    // The least of many runs is the one that nothing else on the machine has hit; a busy machine gets more than one chance.
    [Fact]
    public async Task A_mail_of_4_kB_is_queued_in_little_more_time_than_it_is_sent()
    {
        await using var sink = MailSink.Start();
        using var msmtp = new QueueingMailer(Flavour.Native);
        msmtp.Configure($"host 127.0.0.1\nport {sink.Port}\nfrom me@example.org\n", "off");
        var mail = Mails.Mail(string.Concat(Enumerable.Repeat("a line of the text of a mail of four kB\n", 100)));
        var more = TimeSpan.MaxValue;

        for (var attempt = 0; attempt < Attempts && more > Limit; attempt++)
        {
            TimeSpan sent = TimeSpan.MaxValue, queued = TimeSpan.MaxValue;
            for (var run = 0; run < Runs; run++)
            {
                sent = Least(sent, await TimeAsync(msmtp, mail, "off"));
                queued = Least(queued, await TimeAsync(msmtp, mail, "always"));
            }
            more = queued - sent;
        }

        Assert.True(more <= Limit, $"a queued mail takes {more.TotalMilliseconds:0.00} ms more than a sent one");
        Assert.NotEmpty(await msmtp.ListAsync());
        Assert.NotNull(sink.TakeMail());
    }

    static async Task<TimeSpan> TimeAsync(QueueingMailer msmtp, byte[] mail, string use)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await msmtp.SendAsync(mail, $"--queue={use}", "you@example.net");
        var time = Stopwatch.GetElapsedTime(start);
        Assert.True(result.ExitCode == 0, result.ToString());
        return time;
    }

    static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
