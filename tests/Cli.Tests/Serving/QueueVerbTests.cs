using Msmtp.Server;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Cli.Tests.Serving;

/// <summary>Who may see and change what in the queue of the service.</summary>
public sealed class QueueVerbTests
{
    const string Alice = "uid 1001", Bob = "uid 1002", Root = "uid 0";
    const uint Overflow = 65533;

    readonly ManualTime time = new();

    readonly MemoryMailQueue queue = new(TimeProvider.System);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_mails_of_others_do_not_exist()
    {
        var hers = await PutAsync(Alice);

        var listed = await AskAsync(Bob, "LIST");
        var deleted = await AskAsync(Bob, $"DELETE {hers}");

        Assert.DoesNotContain(listed.Lines, line => line.Contains(hers, StringComparison.Ordinal));
        Assert.Equal(550, deleted.Code);
        Assert.Single(await queue.ListAsync(Token));
    }

    [Fact]
    public async Task Everybody_changes_his_own()
    {
        var hers = await PutAsync(Alice);
        await PutAsync(Bob);

        var deleted = await AskAsync(Alice, "DELETE all");

        Assert.Equal((250, $"{hers}: deleted"), (deleted.Code, Assert.Single(deleted.Lines)));
        Assert.Equal(Bob, Assert.Single(await queue.ListAsync(Token)).Submitter);
    }

    [Theory]
    [InlineData(AccountPause.Held, 450)]
    [InlineData(AccountPause.Throttled, 450)]
    [InlineData(AccountPause.Unreachable, 250)]
    [InlineData(AccountPause.None, 250)]
    public async Task A_login_that_is_refused_is_not_tried_as_often_as_a_user_likes(AccountPause pause, int code)
    {
        var hers = await PutAsync(Alice);
        await queue.ChangeAccountAsync(new MailOrigin().Key, state => state with { Pause = pause }, Token);

        Assert.Equal(code, (await AskAsync(Alice, $"RETRY {hers}")).Code);
        Assert.Equal(250, (await AskAsync(Root, $"RETRY {hers}")).Code);
    }

    [Fact]
    public async Task Whoever_runs_the_queue_means_the_mails_that_wait()
    {
        var (waiting, held) = (await PutAsync(Alice), await PutAsync(Alice));
        await queue.ChangeAsync(held, QueueChange.Hold, Token);

        var all = await AskAsync(Root, "RUN all");
        var named = await AskAsync(Alice, $"run {held}");

        Assert.Equal((250, $"{waiting}: due now"), (all.Code, Assert.Single(all.Lines)));
        Assert.Equal((450, $"{held}: is held: it can be released or tried again"), (named.Code, Assert.Single(named.Lines)));
        Assert.Equal(QueuedMailState.Held, Assert.Single(await queue.ListAsync(Token), mail => mail.Id == held).State);
    }

    [Theory]
    [InlineData("LIST")]
    [InlineData("DELETE all")]
    public async Task Whoever_may_be_anybody_is_nobody(string words)
    {
        var somebodys = await PutAsync(SystemUsers.Name(Overflow));

        var answer = await AskAsync(SystemUsers.Name(Overflow), words);

        Assert.Equal((550, "5.7.1"), (answer.Code, answer.Status));
        Assert.DoesNotContain(answer.Lines, line => line.Contains(somebodys, StringComparison.Ordinal));
        Assert.Single(await queue.ListAsync(Token));
    }

    [Fact]
    public void The_system_says_who_stands_for_everybody() =>
        Assert.Equal(File.ReadAllText("/proc/sys/kernel/overflowuid").TrimEnd(), $"{SystemUsers.Overflow}");

    [Fact]
    public async Task A_name_is_looked_up_and_a_list_holds_what_is_wanted_only()
    {
        var asked = new List<QueueFilter>();
        var hers = await PutAsync(Alice);
        var store = new ObservedQueue(queue, asked.Add);

        foreach (var (user, words) in new[] { (Alice, $"HOLD {hers}"), (Alice, "LIST"), (Root, "LIST") })
            await AskAsync(new QueueVerb(() => [store], time) { OverflowUser = Overflow }, user, words);

        Assert.Equal([new QueueFilter { Id = hers, Submitter = Alice }, new QueueFilter { Submitter = Alice }, new QueueFilter()], asked);
    }

    [Fact]
    public async Task Whoever_asks_all_the_time_has_to_wait_and_nobody_else()
    {
        using var slow = new QueueVerb(() => [new ObservedQueue(queue, _ => time.Advance(TimeSpan.FromSeconds(1.5)))], time) { OverflowUser = Overflow };

        var codes = new List<int>();
        foreach (var user in new[] { Alice, Alice, Alice, Bob, Root, Root, Root })
            codes.Add((await AskAsync(slow, user, "LIST")).Code);
        time.Advance(TimeSpan.FromMinutes(1));
        codes.Add((await AskAsync(slow, Alice, "LIST")).Code);

        Assert.Equal([250, 250, 451, 250, 250, 250, 250, 250], codes);
    }

    [Fact]
    public async Task One_look_at_the_queue_at_a_time()
    {
        using var first = new ManualResetEventSlim();
        using var more = new ManualResetEventSlim();
        var (looking, most) = (0, 0);
        var store = new ObservedQueue(queue, _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref looking));
            first.Set();
            more.Wait(Token);
            Interlocked.Decrement(ref looking);
        });
        using var verb = new QueueVerb(() => [store], time) { OverflowUser = Overflow };
        var (hers, his) = (0, 0);
        var one = new Thread(() => hers = AskAsync(verb, Alice, "LIST").AsTask().GetAwaiter().GetResult().Code);
        var other = new Thread(() => his = AskAsync(verb, Bob, "LIST").AsTask().GetAwaiter().GetResult().Code);

        one.Start();
        first.Wait(Token);
        other.Start();
        await Eventually.TrueAsync("the other one waits", () => (other.ThreadState & ThreadState.WaitSleepJoin) != 0, Token);
        var again = await AskAsync(verb, Alice, "LIST");
        more.Set();
        one.Join();
        other.Join();

        Assert.Equal((250, 250, 451, 1), (hers, his, again.Code, most));
    }

    ValueTask<SmtpReply> AskAsync(string user, string words) =>
        AskAsync(new QueueVerb(() => [queue], TimeProvider.System) { OverflowUser = Overflow }, user, words);

    static ValueTask<SmtpReply> AskAsync(QueueVerb verb, string user, string words) =>
        verb.AnswerAsync(new SmtpClientFacts { Name = "x", SystemUser = user }, words, Token);

    // What it is asked for is noted.
    sealed class ObservedQueue(IMailQueue inner, Action<QueueFilter> note) : IMailQueue
    {
        public ValueTask<QueueReceipt> PutAsync(QueueSubmission mail, CancellationToken cancellationToken) => inner.PutAsync(mail, cancellationToken);

        public IAsyncEnumerable<QueuedMail> EnumerateAsync(QueueFilter filter, CancellationToken cancellationToken)
        {
            note(filter);
            return inner.EnumerateAsync(filter, cancellationToken);
        }

        public ValueTask<bool> ChangeAsync(string id, QueueChange change, CancellationToken cancellationToken) => inner.ChangeAsync(id, change, cancellationToken);
    }

    async Task<string> PutAsync(string submitter)
    {
        var envelope = new SmtpEnvelope(new ReversePath("me@example.org"), [new ForwardPath("you@example.net")]);
        var mail = new QueueSubmission(envelope, new MessageContent("\n"u8.ToArray(), Stream.Null), new MailOrigin()) { Submitter = submitter };
        return (await queue.PutAsync(mail, Token)).Id;
    }
}
