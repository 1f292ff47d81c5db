namespace Msmtp.Testing;

/// <summary>
/// The contract of <see cref="IMailQueue"/> as tests, for every store. Derive, and give it a place of its own for each test. Mails that are put
/// here are held, so that a store that delivers by itself does not. For stores whose mails the host delivers, derive from
/// <see cref="LeasedMailQueueConformance"/>.
/// </summary>
public abstract class MailQueueConformance : PluginConformance
{
    const int Large = 3 << 20;

    /// <summary>The queue's name, if the plugin registers several.</summary>
    protected virtual string Queue => Registered.MailQueues.Keys.Single();

    /// <summary>The clock that the queue is given, where it matters.</summary>
    protected ManualTime Clock { get; } = new();

    /// <summary>Creates the queue, as the host does. It may be one of several at the same place.</summary>
    /// <param name="time">The clock.</param>
    protected virtual IMailQueue Create(TimeProvider time) => Registered.MailQueues[Queue](Context(Msmtprc) with { Time = time });

    /// <summary>Whoever sends it later asks nobody: all that is known of it is kept, for every process.</summary>
    [Fact]
    public async Task What_is_put_is_listed()
    {
        var mail = SomeQueuedMail.Of("hello\n", "b@example.net", "a@example.net", "b@example.net") with
        {
            MessageId = "<1@example.org>", Submitter = "joe", IsHeld = true,
        };

        var receipt = await PutAsync(mail);

        var listed = Assert.Single(await ListAsync());
        Assert.False(receipt.WasKnown);
        Assert.Equal(receipt.Id, listed.Id);
        Assert.Matches("^[A-Za-z0-9]+$", listed.Id);
        Assert.Equal("me@example.org", listed.Envelope.From.Address);
        Assert.Equal(mail.Envelope.To, listed.Envelope.To);
        Assert.Equal(mail.Envelope.To, listed.Recipients.Select(static each => each.Recipient));
        Assert.All(listed.Recipients, static each => Assert.Equal(SendOutcome.Deferred, each.Outcome));
        Assert.Equal(mail.Origin.Key, listed.Origin.Key);
        Assert.Equal((mail.MessageId, mail.Submitter, Clock.GetUtcNow()), (listed.MessageId, listed.Submitter, listed.Accepted));
        Assert.Equal((QueuedMailState.Held, 0, TimeSpan.Zero, false), (listed.State, listed.Attempts, listed.Age, listed.IsUnknown));
        Assert.True(listed.Size >= "Subject: x\n\nhello\n".Length, $"its size is {listed.Size}");
    }

    /// <summary>A mail that was tried before it was put brings its past with it.</summary>
    [Fact]
    public async Task What_it_was_put_with_is_kept()
    {
        var mail = SomeQueuedMail.Of("hello\n") with
        {
            NextAttempt = Clock.GetUtcNow() + TimeSpan.FromHours(1), IsHeld = true, IsUnknown = true, Attempts = 1, LastFailure = SomeQueuedMail.Failure,
        };

        await PutAsync(mail);

        var listed = Assert.Single(await ListAsync());
        Assert.Equal((mail.NextAttempt, true, 1), (listed.NextAttempt, listed.IsUnknown, listed.Attempts));
        SomeQueuedMail.AssertSame(mail.LastFailure, listed.LastFailure);
    }

    /// <summary>Addresses and commands come from outside: they are kept as they are, and mean nothing to the store.</summary>
    [Fact]
    public async Task Text_of_any_kind_is_kept()
    {
        var mail = SomeQueuedMail.Of("hello\n") with
        {
            Envelope = SomeQueuedMail.Envelope("J\u00F6rg@\u00FC.example", "\uDCFF'$x@example.net", "\"a\\\\b\"@example.net"),
            Origin = new MailOrigin { Account = "a\tb\\", Overrides = ["", "x \"\u2028\"", "'; drop table mails; --", "\\0"] },
            Submitter = "\\0",
            IsHeld = true,
        };

        await PutAsync(mail);

        var listed = Assert.Single(await ListAsync());
        Assert.Equal(mail.Envelope.From, listed.Envelope.From);
        Assert.Equal(mail.Envelope.To, listed.Envelope.To);
        Assert.Equal((mail.Origin.Account, null, mail.Submitter), (listed.Origin.Account, listed.Origin.File, listed.Submitter));
        Assert.Equal(mail.Origin.Overrides, listed.Origin.Overrides);
    }

    /// <summary>A notification has no sender (RFC 5321 §4.5.5).</summary>
    [Fact]
    public async Task The_null_reverse_path_is_kept()
    {
        await PutAsync(SomeQueuedMail.Of("hello\n") with { Envelope = SomeQueuedMail.Envelope(""), IsHeld = true });

        Assert.Equal("", Assert.Single(await ListAsync()).Envelope.From.Address);
    }

    /// <summary>What the sender asks about notifications (RFC 3461) is part of the envelope, for each recipient.</summary>
    [Fact]
    public async Task What_is_asked_about_notifications_is_kept()
    {
        var mail = Held("hello\n") with
        {
            Envelope = SomeQueuedMail.Envelope("me@example.org").WithRecipients(
            [
                new ForwardPath("a@example.net") { Notify = DsnNotify.Never, OriginalRecipient = "rfc822;a+2B@example.net" },
                new ForwardPath("b@example.net") { Notify = DsnNotify.Success | DsnNotify.Delay },
                new ForwardPath("c@example.net") { OriginalRecipient = "x;y" },
                new ForwardPath("d@example.net"),
            ]) with { Return = DsnReturn.Full, EnvelopeId = "order+201" },
        };

        await PutAsync(mail);

        var listed = Assert.Single(await ListAsync());
        Assert.Equal(mail.Envelope.To, listed.Envelope.To);
        Assert.Equal(mail.Envelope.To, listed.Recipients.Select(static each => each.Recipient));
        Assert.Equal((DsnReturn.Full, "order+201"), (listed.Envelope.Return, listed.Envelope.EnvelopeId));
    }

    /// <summary>Those accepted first are at the beginning.</summary>
    [Fact]
    public async Task Mails_are_listed_in_their_order()
    {
        var ids = new List<string>();
        foreach (var key in (string?[])[null, "one", null, "two", null, "three"])
        {
            ids.Add((await PutAsync(Held($"{key}") with { Key = key is null ? null : new QueueKey(key, "d") })).Id);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(ids, (await ListAsync()).Select(static mail => mail.Id));
    }

    /// <summary>Many may be accepted at the same time: each is listed once, and none before an older one.</summary>
    [Fact]
    public async Task Mails_of_the_same_time_are_each_listed_once()
    {
        var ids = new HashSet<string>();
        for (var i = 0; i < 12; i++)
        {
            ids.Add((await PutAsync(Held($"{i}") with { Key = i % 2 == 0 ? null : new QueueKey($"{i}", "d") })).Id);
            Clock.Advance(i % 4 == 0 ? TimeSpan.FromTicks(1) : i % 4 == 1 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
        }

        var listed = await ListAsync();

        Assert.Equal(ids.Order(), listed.Select(static mail => mail.Id).Order());
        Assert.Equal(listed.Select(static mail => mail.Accepted).Order(), listed.Select(static mail => mail.Accepted));
    }

    /// <summary>A user's few mails are found among many, and a mail by its name.</summary>
    [Fact]
    public async Task Some_of_the_mails_are_listed()
    {
        var ids = new List<string>();
        foreach (var submitter in (string?[])["joe", null, "jim", "joe"])
        {
            ids.Add((await PutAsync(Held("hello\n") with { Submitter = submitter })).Id);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
        var queue = Create(Clock);
        async Task<IEnumerable<string>> FindAsync(QueueFilter filter) => await queue.EnumerateAsync(filter, Token).Select(static mail => mail.Id).ToListAsync(Token);

        Assert.Equal([ids[0], ids[3]], await FindAsync(new QueueFilter { Submitter = "joe" }));
        Assert.Equal([ids[2]], await FindAsync(new QueueFilter { Id = ids[2] }));
        Assert.Empty(await FindAsync(new QueueFilter { Id = ids[2], Submitter = "joe" }));
        Assert.Empty(await FindAsync(new QueueFilter { Id = "../" + ids[2] }));
        Assert.Equal(ids, await FindAsync(new QueueFilter()));
    }

    /// <summary>Whoever only asks whether a mail could be put leaves nothing behind.</summary>
    [Fact]
    public async Task A_probe_puts_nothing()
    {
        await Create().ProbeAsync(Token);
        var id = (await PutAsync(Held("hello\n"))).Id;
        await Create().ProbeAsync(Token);

        Assert.Equal(id, Assert.Single(await ListAsync()).Id);
    }

    /// <summary>Without a key, a mail that is put twice is two mails.</summary>
    [Fact]
    public async Task Mails_without_a_key_are_all_accepted()
    {
        var first = await PutAsync(Held("hello\n"));
        var second = await PutAsync(Held("hello\n"));

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(2, (await ListAsync()).Count);
    }

    /// <summary>With a key, a mail that is put twice is one mail.</summary>
    [Fact]
    public async Task A_key_is_accepted_once()
    {
        var first = await PutAsync(Held("hello\n") with { Key = new QueueKey("invoice/1", "digest") });
        var second = await PutAsync(Held("hello\n") with { Key = new QueueKey("invoice/1", "digest") });
        var other = await PutAsync(Held("hello\n") with { Key = new QueueKey("invoice/2", "digest") });

        Assert.Equal((false, true, false), (first.WasKnown, second.WasKnown, other.WasKnown));
        Assert.Equal(first.Id, second.Id);
        Assert.Equal(2, (await ListAsync()).Count);
    }

    /// <summary>Another mail under the same key is a mistake of whoever put it, and must not be lost silently.</summary>
    [Fact]
    public async Task The_key_of_another_mail_is_refused()
    {
        await PutAsync(Held("hello\n") with { Key = new QueueKey("invoice/1", "digest") });

        var e = await Assert.ThrowsAsync<MailException>(async () => await PutAsync(Held("other\n") with { Key = new QueueKey("invoice/1", "other") }));

        Assert.Equal(ExitCode.DataErr, e.ExitCode);
        Assert.Single(await ListAsync());
    }

    /// <summary>Nobody learns of, or stands in the way of, another one's mail by its key.</summary>
    [Fact]
    public async Task A_key_is_its_submitters_own()
    {
        var ids = new HashSet<string>();
        foreach (var (submitter, key) in ((string?, string)[])[(null, "k"), ("joe", "k"), ("jim", "k"), ("j", "imk"), ("", "k"), (null, "joek"), (null, "joe k"), (null, "\0003 joek")])
        {
            var receipt = await PutAsync(Held("hello\n") with { Submitter = submitter, Key = new QueueKey(key, submitter ?? "-") });
            Assert.False(receipt.WasKnown, $"the key {key} of {submitter ?? "nobody"} is known");
            ids.Add(receipt.Id);
        }

        Assert.Equal(8, ids.Count);
        Assert.True((await PutAsync(Held("hello\n") with { Submitter = "jim", Key = new QueueKey("k", "jim") })).WasKnown);
    }

    /// <summary>Keys are any text, and all of it counts.</summary>
    [Fact]
    public async Task Keys_are_any_text()
    {
        string[] keys = ["", "a", "A", "../a", "/a", ".", "a b", "a\nb", "*", "\u00E4", "a.", new('x', 3000), new('x', 3001)];
        foreach (var key in keys)
            Assert.False((await PutAsync(Held(key) with { Key = new QueueKey(key, "d") })).WasKnown, $"the key {key} is known");

        Assert.Equal(keys.Length, (await ListAsync()).Count);
    }

    /// <summary>A mail is held and released, tried anew and deleted by whoever asks for it.</summary>
    [Fact]
    public async Task A_change_is_kept()
    {
        var later = Clock.GetUtcNow() + TimeSpan.FromHours(1);
        var id = (await PutAsync(Held("hello\n") with { NextAttempt = later, Attempts = 3 })).Id;

        Assert.True(await Create().ChangeAsync(id, QueueChange.Release, Token));
        var released = Assert.Single(await ListAsync());
        Assert.Equal((QueuedMailState.Waiting, later, 3, false), (released.State, released.NextAttempt, released.Attempts, released.IsWanted));
        Assert.True(await Create().ChangeAsync(id, QueueChange.Hold, Token));
        Assert.Equal(QueuedMailState.Held, Assert.Single(await ListAsync()).State);
        Assert.True(await Create().ChangeAsync(id, QueueChange.Retry, Token));
        var retried = Assert.Single(await ListAsync());
        Assert.Equal((QueuedMailState.Waiting, null, 0, true), (retried.State, retried.NextAttempt, retried.Attempts, retried.IsWanted));
    }

    /// <summary>What has been deleted is gone, and its key can be given again.</summary>
    [Fact]
    public async Task What_was_deleted_is_gone()
    {
        var other = await PutAsync(Held("other\n"));
        var id = (await PutAsync(Held("hello\n") with { Key = new QueueKey("k", "d") })).Id;

        Assert.True(await Create().ChangeAsync(id, QueueChange.Delete, Token));

        Assert.Equal(other.Id, Assert.Single(await ListAsync()).Id);
        Assert.False(await Create().ChangeAsync(id, QueueChange.Delete, Token));
        Assert.False((await PutAsync(Held("hello\n") with { Key = new QueueKey("k", "e") })).WasKnown);
    }

    /// <summary>Names come from a command line: they mean nothing but a mail.</summary>
    [Theory]
    [InlineData("NOBODY")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("/etc/passwd")]
    [InlineData("a\0b")]
    [InlineData("'; --")]
    [InlineData("*")]
    [InlineData("\u00E4")]
    public async Task What_is_not_there_cannot_be_changed(string id)
    {
        await PutAsync(Held("hello\n"));

        foreach (var change in Enum.GetValues<QueueChange>())
            Assert.False(await Create().ChangeAsync(id, change, Token), $"{change}");

        Assert.Single(await ListAsync());
    }

    /// <summary>Part of a mail is not a mail: when putting it throws, it is not in the queue.</summary>
    [Fact]
    public async Task A_body_that_breaks_off_is_not_accepted()
    {
        await using var body = new BodyUnderTest(Large) { OnRead = static given => Break(given) };
        var mail = Held("") with { Content = new MessageContent("Subject: x\n\n"u8.ToArray(), body), Key = new QueueKey("k", "d") };

        AssertAllowed(await Assert.ThrowsAnyAsync<Exception>(async () => await PutAsync(mail)));

        Assert.Empty(await ListAsync());
        Assert.False((await PutAsync(Held("hello\n") with { Key = new QueueKey("k", "d") })).WasKnown);

        static void Break(long given)
        {
            if (given > Large / 2)
                throw new MailException(ExitCode.IoErr, DeliveryStage.Configure, "input error while reading the mail");
        }
    }

    /// <summary>What is written to a draft can be read, while its mail is sent and tried again.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(Large)]
    public async Task A_draft_gives_back_what_was_written(int size)
    {
        var octets = Octets(size);
        await using var draft = Create().CreateDraft();
        for (var rest = octets.AsMemory(); !rest.IsEmpty; rest = rest[Math.Min(100_000, rest.Length)..])
            await draft.WriteAsync(rest[..Math.Min(100_000, rest.Length)], Token);

        for (var time = 0; time < 2; time++)
        {
            draft.Position = 0;
            using var read = new MemoryStream();
            await draft.CopyToAsync(read, Token);
            Assert.True(octets.AsSpan().SequenceEqual(read.ToArray()), "other octets");
        }
    }

    /// <summary>Many processes put mails at once.</summary>
    [Fact]
    public async Task Concurrent_puts_work()
    {
        const int Writers = 8;
        const int Each = 20;

        var ids = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var ids = new List<string>();
            for (var i = 0; i < Each; i++)
                ids.Add((await PutAsync(SomeQueuedMail.Of($"{writer}.{i}\n", $"to-{writer}-{i}@example.net") with { IsHeld = true })).Id);
            return ids;
        })));

        var listed = await ListAsync();
        Assert.Equal(ids.SelectMany(static each => each).Order(), listed.Select(static mail => mail.Id).Order());
        Assert.Equal(Writers * Each, listed.Select(static mail => mail.Envelope.To[0].Address).Distinct().Count());
    }

    /// <summary>However many put a key at once, one of them is the first.</summary>
    [Fact]
    public async Task Concurrent_puts_of_one_key_are_one_mail()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(async () => await PutAsync(Held("hello\n") with { Key = new QueueKey("k", "d") }))));

        Assert.Single(receipts, static receipt => !receipt.WasKnown);
        Assert.Single(receipts.Select(static receipt => receipt.Id).Distinct());
        Assert.Single(await ListAsync());
    }

    /// <summary>A caller who cancels gets an answer or a cancellation, nothing else; and an answer is true.</summary>
    [Fact]
    public async Task A_cancelled_caller_gets_an_answer_or_a_cancellation()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var failure = await Record.ExceptionAsync(async () => await Create().PutAsync(Held("hello\n"), cancelled.Token));

        AssertAllowed(failure, cancelled.Token);
        Assert.Equal(failure is null ? 1 : 0, (await ListAsync()).Count);
        AssertAllowed(await Record.ExceptionAsync(async () => await Create().ListAsync(cancelled.Token)), cancelled.Token);
    }

    private protected static QueueSubmission Held(string body) => SomeQueuedMail.Of(body) with { IsHeld = true };

    private protected static byte[] Octets(int count)
    {
        var octets = new byte[count];
        for (var i = 0; i < count; i++)
            octets[i] = (byte)(i * 7 + i / 256);
        return octets;
    }

    private protected IMailQueue Create() => Create(Clock);

    private protected ValueTask<QueueReceipt> PutAsync(QueueSubmission mail) => Create().PutAsync(mail, Token);

    private protected ValueTask<IReadOnlyList<QueuedMail>> ListAsync() => Create().ListAsync(Token);
}
