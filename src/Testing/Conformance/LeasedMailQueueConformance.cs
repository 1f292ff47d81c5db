namespace Msmtp.Testing;

/// <summary>
/// The contract of <see cref="ILeasedMailQueue"/> as tests, for stores whose mails the host delivers: leases, and what several processes have to
/// know of each other.
/// </summary>
public abstract class LeasedMailQueueConformance : MailQueueConformance
{
    const string Account = "work\n/home/me/.msmtprc";

    static readonly TimeSpan KeyLifetime = TimeSpan.FromDays(7);

    /// <summary>How long a test waits for what happens at once.</summary>
    protected virtual TimeSpan Patience => TimeSpan.FromSeconds(30);

    /// <summary>Any octets, in any quantity, come out as they were put, as often as they are wanted.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("hello\n")]
    [InlineData("a\0b\u00FC\rc\r\n.\r\nno line end")]
    public async Task The_message_comes_out_as_it_was_put(string text)
    {
        var body = System.Text.Encoding.Latin1.GetBytes(text);
        await AssertKeptAsync(body, SomeQueuedMail.Of(body));
        await AssertKeptAsync(Octets(3 << 20), SomeQueuedMail.Of(Octets(3 << 20)));
    }

    /// <summary>A body that is in a draft need not be copied, and is the body all the same.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(3 << 20)]
    public async Task The_body_of_a_draft_comes_out_as_it_was_written(int size)
    {
        await using var draft = Create().CreateDraft();
        await draft.WriteAsync(Octets(size), Token);
        draft.Position = 0;

        await AssertKeptAsync(Octets(size), SomeQueuedMail.Of("") with { Content = new MessageContent("Subject: x\n\n"u8.ToArray(), draft), Draft = draft });
    }

    /// <summary>Whoever has taken a mail is the only one who delivers or changes it.</summary>
    [Fact]
    public async Task A_mail_that_is_taken_is_nobody_elses()
    {
        var id = await WaitingAsync();

        await using (var lease = await TakeAsync(id))
        {
            Assert.Equal(id, lease?.Mail.Id);
            Assert.Null(await TakeAsync(id));
            Assert.False(await Create().ChangeAsync(id, QueueChange.Delete, Token));
            Assert.True(Assert.Single(await ListAsync()).IsTaken);
        }

        Assert.False(Assert.Single(await ListAsync()).IsTaken);
        await using var again = await TakeAsync(id);
        Assert.NotNull(again);
    }

    /// <summary>However many want it at once, one gets it.</summary>
    [Fact]
    public async Task Concurrent_takes_give_one_lease()
    {
        var id = await WaitingAsync();

        var leases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await TakeAsync(id))));

        var lease = Assert.Single(leases, static lease => lease is not null);
        await lease!.DisposeAsync();
        await lease.DisposeAsync();
    }

    /// <summary>Null: there is no such mail, whatever the name is.</summary>
    [Theory]
    [InlineData("NOBODY")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a\0b")]
    public async Task What_is_not_there_cannot_be_taken(string id)
    {
        await WaitingAsync();

        Assert.Null(await TakeAsync(id));
    }

    /// <summary>An attempt that has begun and not ended may have delivered the mail.</summary>
    [Fact]
    public async Task An_attempt_without_an_end_is_unknown()
    {
        var id = await WaitingAsync();
        await using (var lease = await TakeAsync(id))
            Assert.False(lease!.Mail.IsUnknown);
        Assert.False(Assert.Single(await ListAsync()).IsUnknown);

        await using (var lease = await TakeAsync(id))
            await lease!.BeginAsync(Token);

        Assert.True(Assert.Single(await ListAsync()).IsUnknown);
        await using var next = await TakeAsync(id);
        Assert.True(next!.Mail.IsUnknown);
    }

    /// <summary>Whoever was asked about an earlier attempt has not been asked about this one.</summary>
    [Fact]
    public async Task An_attempt_that_begins_anew_is_a_question_anew()
    {
        var id = await WaitingAsync();
        await AttemptAsync(id, AttemptVerdict.Hold, SendOutcome.Deferred);
        Assert.True(Assert.Single(await ListAsync()).LastFailure?.MayHaveBeenDelivered);

        await using (var lease = await TakeAsync(id))
            await lease!.BeginAsync(Token);

        var listed = Assert.Single(await ListAsync());
        Assert.Equal((true, false), (listed.IsUnknown, listed.LastFailure?.MayHaveBeenDelivered));
    }

    /// <summary>What became of an attempt is kept, with everything by which the next one is planned.</summary>
    [Theory]
    [InlineData(AttemptVerdict.Retry, QueuedMailState.Waiting)]
    [InlineData(AttemptVerdict.Hold, QueuedMailState.Held)]
    [InlineData(AttemptVerdict.Dead, QueuedMailState.Dead)]
    public async Task The_end_of_an_attempt_is_kept(AttemptVerdict verdict, QueuedMailState state)
    {
        var id = await WaitingAsync("a@example.net", "b@example.net", "c@example.net");

        var first = await AttemptAsync(id, verdict, SendOutcome.Sent);
        await AttemptAsync(id, verdict, SendOutcome.Sent, SendOutcome.Refused);

        var listed = Assert.Single(await ListAsync());
        Assert.Equal((state, first.NextAttempt, 2, first.Time), (listed.State, listed.NextAttempt, listed.Attempts, listed.LastAttempt));
        Assert.Equal((TimeSpan.FromSeconds(122), true, false), (listed.Age, listed.IsDelayReported, listed.IsUnknown));
        SomeQueuedMail.AssertSame(SomeQueuedMail.Failure, listed.LastFailure);
        Assert.Equal([SendOutcome.Sent, SendOutcome.Refused, SendOutcome.Deferred], listed.Recipients.Select(static each => each.Outcome));
        Assert.Equal(["a@example.net", "b@example.net", "c@example.net"], listed.Recipients.Select(static each => each.Recipient.Address));
        Assert.Equal(["250 reply 0", "251 reply 1", null], listed.Recipients.Select(static each => each.Reply?.ToString()));
    }

    /// <summary>Nobody knows whether it was delivered: the end of the attempt says so.</summary>
    [Fact]
    public async Task An_end_that_is_unknown_stays_unknown()
    {
        var id = await WaitingAsync();
        await using (var lease = await TakeAsync(id))
            await lease!.EndAsync(SomeQueuedMail.End(lease.Mail, AttemptVerdict.Retry) with { IsUnknown = true }, Token);

        Assert.True(Assert.Single(await ListAsync()).IsUnknown);
    }

    /// <summary>A mail that is done is gone; its key is known for seven more days.</summary>
    [Fact]
    public async Task A_mail_that_is_done_is_gone_and_its_key_is_known()
    {
        var key = new QueueKey("invoice/1", "digest");
        var id = (await PutAsync(SomeQueuedMail.Of("hello\n") with { Key = key })).Id;

        await AttemptAsync(id, AttemptVerdict.Done, SendOutcome.Sent);

        Assert.Empty(await ListAsync());
        Assert.Null(await TakeAsync(id));
        Clock.Advance(KeyLifetime - TimeSpan.FromMinutes(1));
        var again = await PutAsync(SomeQueuedMail.Of("hello\n") with { Key = key });
        Assert.Equal((id, true), (again.Id, again.WasKnown));
        var e = await Assert.ThrowsAsync<MailException>(async () => await PutAsync(SomeQueuedMail.Of("x") with { Key = key with { Digest = "other" } }));
        Assert.Equal(ExitCode.DataErr, e.ExitCode);
        Assert.Empty(await ListAsync());
    }

    /// <summary>A key does not last for ever.</summary>
    [Fact]
    public async Task A_key_can_be_given_again_after_seven_days()
    {
        var key = new QueueKey("invoice/1", "digest");
        await AttemptAsync((await PutAsync(SomeQueuedMail.Of("hello\n") with { Key = key })).Id, AttemptVerdict.Done, SendOutcome.Sent);

        Clock.Advance(KeyLifetime + TimeSpan.FromMinutes(1));
        await ListAsync();

        Assert.False((await PutAsync(SomeQueuedMail.Of("hello\n") with { Key = key })).WasKnown);
        var mail = Assert.Single(await ListAsync());
        await using var lease = await TakeAsync(mail.Id);
        Assert.NotNull(lease);
    }

    /// <summary>A dead mail waits for its sender, who can have it tried for those who do not have it, or deleted.</summary>
    [Fact]
    public async Task A_dead_mail_can_be_tried_anew()
    {
        var id = (await PutAsync(SomeQueuedMail.Of("hello\n", "a@example.net", "b@example.net") with { Key = new QueueKey("k", "d") })).Id;
        await AttemptAsync(id, AttemptVerdict.Dead, SendOutcome.Sent, SendOutcome.Refused);

        Assert.False(await Create().ChangeAsync(id, QueueChange.Hold, Token));
        Assert.False(await Create().ChangeAsync(id, QueueChange.Release, Token));
        Assert.True((await PutAsync(SomeQueuedMail.Of("hello\n") with { Key = new QueueKey("k", "d") })).WasKnown);
        Assert.Equal(QueuedMailState.Dead, Assert.Single(await ListAsync()).State);
        Assert.True(await Create().ChangeAsync(id, QueueChange.Retry, Token));

        var retried = Assert.Single(await ListAsync());
        Assert.Equal((QueuedMailState.Waiting, null, 0, TimeSpan.Zero), (retried.State, retried.NextAttempt, retried.Attempts, retried.Age));
        Assert.Equal([SendOutcome.Sent, SendOutcome.Deferred], retried.Recipients.Select(static each => each.Outcome));
        await AttemptAsync(id, AttemptVerdict.Dead, SendOutcome.Sent, SendOutcome.Refused);
        Assert.False(Assert.Single(await ListAsync()).IsWanted);
        Assert.True(await Create().ChangeAsync(id, QueueChange.Delete, Token));
        Assert.Empty(await ListAsync());
    }

    /// <summary>An account has so many places in all processes together, and another account has its own.</summary>
    [Fact]
    public async Task An_account_has_so_many_places_and_no_more()
    {
        var first = await Leased().EnterAsync(Account, 2, Token);
        await using var second = await Leased().EnterAsync(Account, 2, Token);
        await using var other = await Leased().EnterAsync("other\n", 1, Token);

        Assert.NotNull(first);
        Assert.NotNull(second);
        Assert.NotNull(other);
        Assert.Null(await Leased().EnterAsync(Account, 2, Token));

        await first.DisposeAsync();
        await first.DisposeAsync();
        await using var third = await Leased().EnterAsync(Account, 2, Token);
        Assert.NotNull(third);
        Assert.Null(await Leased().EnterAsync(Account, 2, Token));
    }

    /// <summary>What is known of an account's server is known to all.</summary>
    [Fact]
    public async Task The_state_of_an_account_is_kept()
    {
        var state = new AccountState
        {
            Pause = AccountPause.Throttled,
            Until = Clock.GetUtcNow() + TimeSpan.FromMinutes(5),
            Since = Clock.GetUtcNow(),
            Reason = "4.7.0 too many\tmails",
            Failures = 3,
            Connections = 1,
            FreeAt = Clock.GetUtcNow() + TimeSpan.FromSeconds(2),
        };
        Assert.Equal(new AccountState(), await Leased().GetAccountAsync(Account, Token));

        await Leased().ChangeAccountAsync(Account, _ => state, Token);

        Assert.Equal(state, await Leased().GetAccountAsync(Account, Token));
        Assert.Equal(new AccountState(), await Leased().GetAccountAsync("other\n", Token));
        await Leased().ChangeAccountAsync(Account, static _ => new AccountState(), Token);
        Assert.Equal(new AccountState(), await Leased().GetAccountAsync(Account, Token));
    }

    /// <summary>No change is lost because another came at the same time.</summary>
    [Fact]
    public async Task Changes_of_an_account_come_one_after_the_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
                await Leased(TimeProvider.System).ChangeAccountAsync(Account, static state => state with { Failures = state.Failures + 1 }, Token);
        })));

        Assert.Equal(60, (await Leased().GetAccountAsync(Account, Token)).Failures);
    }

    /// <summary>One process waits for all.</summary>
    [Fact]
    public async Task One_leads_until_it_gives_up()
    {
        await PutAsync(Held("hello\n"));
        var first = await Leased().LeadAsync(Token);
        Assert.NotNull(first);
        Assert.Null(await Leased().LeadAsync(Token));

        await first.DisposeAsync();

        await using var second = await Leased().LeadAsync(Token);
        Assert.NotNull(second);
    }

    /// <summary>
    /// Whoever waits learns of a mail that another has put or changed, also of one that came between looking and waiting.
    /// </summary>
    [Fact]
    public async Task Waiting_ends_with_a_mail()
    {
        var queue = Leased(TimeProvider.System);
        await using var lead = await queue.LeadAsync(Token);
        var seen = UntilAsync(queue, static mails => mails.Any(static mail => mail.State == QueuedMailState.Held));

        var id = (await Create(TimeProvider.System).PutAsync(Held("hello\n"), Token)).Id;
        await seen.WaitAsync(Patience, Token);

        var changed = UntilAsync(queue, static mails => mails.Any(static mail => mail.State == QueuedMailState.Waiting));
        Assert.True(await Create(TimeProvider.System).ChangeAsync(id, QueueChange.Release, Token));
        await changed.WaitAsync(Patience, Token);
    }

    /// <summary>Where nothing happens, waiting ends with the time, or when it is cancelled.</summary>
    [Fact]
    public async Task Waiting_ends_with_the_time_or_a_cancellation()
    {
        var queue = Leased(TimeProvider.System);
        await using var lead = await queue.LeadAsync(Token);
        for (var i = 0; i < 3; i++)
            await queue.WaitAsync(TimeSpan.FromMilliseconds(10), Token).AsTask().WaitAsync(Patience, Token);

        using var cancelling = new CancellationTokenSource();
        var waiting = Task.Run(async () =>
        {
            while (true)
                await queue.WaitAsync(TimeSpan.FromHours(1), cancelling.Token);
        }, Token);
        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience, Token));
    }

    private protected ILeasedMailQueue Leased(TimeProvider? time = null) => Assert.IsAssignableFrom<ILeasedMailQueue>(Create(time ?? Clock));

    static async Task UntilAsync(ILeasedMailQueue queue, Func<IReadOnlyList<QueuedMail>, bool> isSeen)
    {
        while (!isSeen(await queue.ListAsync(Token)))
            await queue.WaitAsync(TimeSpan.FromHours(1), Token);
    }

    async Task<string> WaitingAsync(params string[] to) => (await PutAsync(SomeQueuedMail.Of("hello\n", to))).Id;

    ValueTask<IMailLease?> TakeAsync(string id) => Leased().TakeAsync(id, Token);

    async Task<AttemptEnd> AttemptAsync(string id, AttemptVerdict verdict, params SendOutcome[] outcomes)
    {
        await using var lease = await TakeAsync(id);
        Assert.NotNull(lease);
        await lease.BeginAsync(Token);
        var end = SomeQueuedMail.End(lease.Mail, verdict, outcomes) with { IsDelayReported = true };
        await lease.EndAsync(end, Token);
        return end;
    }

    async Task AssertKeptAsync(byte[] body, QueueSubmission mail)
    {
        foreach (var isEightBit in (bool[])[true, false])
        {
            if (mail.Draft is { } draft)
                draft.Position = 0;
            var content = mail.Content with { IsEightBit = isEightBit, Body = mail.Draft ?? new MemoryStream(body) };
            var put = Leased();
            await using var lease = await TakeAsync((await put.PutAsync(mail with { Content = content }, Token)).Id);
            Assert.NotNull(lease);
            for (var time = 0; time < 2; time++)
            {
                var opened = await lease.OpenAsync(Token);
                using var octets = new MemoryStream();
                await opened.Body.CopyToAsync(octets, Token);
                Assert.Equal("Subject: x\n\n"u8.ToArray(), opened.HeaderBlock.ToArray());
                Assert.True(body.AsSpan().SequenceEqual(octets.ToArray()), "other octets");
                Assert.Equal(isEightBit, opened.IsEightBit);
            }
            await lease.EndAsync(SomeQueuedMail.End(lease.Mail, AttemptVerdict.Done), Token);
            if (mail.Draft is not null)
                return;
        }
    }
}
