using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Msmtp.Hosting;

namespace Msmtp.Peers;

/// <summary>
/// An application that sends many mails concurrently through Postfix: STARTTLS and AUTH, pooled connections, connections that die.
/// </summary>
[Collection<OnePostfix>]
public sealed partial class ApplicationTests(Postfix postfix)
{
    [Fact]
    public async Task Two_hundred_mails_of_sixteen_threads_go_over_four_connections_at_most()
    {
        var mailbox = postfix.NewMailbox();
        var logged = postfix.Log.Length;

        var outcomes = await SendAsync(200, mailbox, static _ => { });

        Assert.All(outcomes.Values, static outcome => Assert.Equal(SendOutcome.Sent, outcome));
        Assert.Equal(Enumerable.Range(0, 200), Numbers(await postfix.DeliveredAsync(mailbox)).Order());
        Assert.InRange(Sessions().Count(postfix.Log[logged..]), 1, 4);
    }

    [Fact]
    public async Task Sessions_that_are_killed_in_the_middle_lose_no_mail_silently()
    {
        const int Mails = 300;
        var mailbox = postfix.NewMailbox();
        var logged = postfix.Log.Length;

        var outcomes = await SendAsync(Mails, mailbox, sent =>
        {
            if (sent is 40 or 120)
                KillSessions(postfix.Log[logged..]);
        });

        var delivered = Numbers(await postfix.DeliveredAsync(mailbox)).ToHashSet();
        var (said, unknown) = (With(SendOutcome.Sent), With(SendOutcome.Unknown));
        Assert.Equal(Mails, outcomes.Count);
        Assert.Empty(said.Except(delivered));
        Assert.Empty(delivered.Except(said).Except(unknown));
        Assert.All(outcomes.Values, static outcome => Assert.True(outcome is SendOutcome.Sent or SendOutcome.Unknown or SendOutcome.Deferred, $"{outcome}"));
        Assert.True(said.Count < Mails, "no session was killed while it had a mail");

        HashSet<int> With(SendOutcome outcome) => [.. outcomes.Where(pair => pair.Value == outcome).Select(static pair => pair.Key)];
    }

    async Task<ConcurrentDictionary<int, SendOutcome>> SendAsync(int count, Mailbox mailbox, Action<int> onSent)
    {
        var outcomes = new ConcurrentDictionary<int, SendOutcome>();
        var sent = 0;
        await using var mailer = new MailerBuilder().AddDefaultPlugins().AddAccount("default", Commands()).Build();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Token }, async (number, cancellationToken) =>
        {
            outcomes[number] = await TryAsync(mailer, number, mailbox, cancellationToken);
            if (outcomes[number] == SendOutcome.Sent)
                onSent(Interlocked.Increment(ref sent));
        });
        return outcomes;
    }

    static async Task<SendOutcome> TryAsync(IMailer mailer, int number, Mailbox mailbox, CancellationToken cancellationToken)
    {
        var message = Encoding.ASCII.GetBytes($"Subject: {number}\n\n{string.Concat(Enumerable.Repeat("some text\n", 500))}");
        return (await mailer.TrySendAsync(new MailRequest { Message = MessageInput.FromOctets(message), To = [mailbox.Address] }, cancellationToken)).Outcome;
    }

    IEnumerable<KeyValuePair<string, string>> Commands() =>
        $"{postfix.At(Door.Submission)}auth plain\nuser alice\npassword secret\n"
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split(' ', 2))
            .Select(static words => KeyValuePair.Create(words[0], words[1]));

    static IEnumerable<int> Numbers(IEnumerable<StoredMail> mails) =>
        mails.Select(static mail => int.Parse(Subject().Match(Encoding.ASCII.GetString(mail.Content)).Groups[1].Value, CultureInfo.InvariantCulture));

    static void KillSessions(string log)
    {
        foreach (var id in Sessions().Matches(log).Select(static match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).Distinct())
        {
            try
            {
                using var session = Process.GetProcessById(id);
                session.Kill();
            }
            catch (ArgumentException)
            {
                // It has already ended.
            }
        }
    }

    [GeneratedRegex(@"smtpd\[(\d+)\]: connect from")]
    private static partial Regex Sessions();

    [GeneratedRegex("^Subject: ([0-9]+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Subject();

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
