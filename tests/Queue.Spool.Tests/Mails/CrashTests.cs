
namespace Msmtp.Queue.Spool.Tests.Mails;

/// <summary>Whatever a crash leaves between two steps, the next one who looks finishes it; nothing is lost, and nothing is sent twice.</summary>
public sealed class CrashTests : IDisposable
{
    readonly SpoolUnderTest spool = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => spool.Dispose();

    [Fact]
    public async Task What_is_left_of_a_record_does_not_count()
    {
        var id = await spool.PutAsync("hello\n");
        await spool.EndAsync(id, AttemptVerdict.Hold);
        var whole = File.ReadAllBytes(spool.File(id));
        await spool.Queue.ChangeAsync(id, QueueChange.Release, Token);
        var after = File.ReadAllBytes(spool.File(id));

        for (var cut = whole.Length + 1; cut < after.Length; cut++)
        {
            File.WriteAllBytes(spool.File(id), after[..cut]);
            Assert.Equal(QueuedMailState.Held, Assert.Single(await spool.ListAsync()).State);
            Assert.True(await spool.Queue.ChangeAsync(id, QueueChange.Release, Token));
            Assert.Equal(QueuedMailState.Waiting, Assert.Single(await spool.ListAsync()).State);
        }
        Assert.Empty(spool.Notices);
    }

    [Fact]
    public async Task Zeros_in_the_place_of_a_record_do_not_count()
    {
        var id = await spool.PutAsync("hello\n");
        File.AppendAllText(spool.File(id), new string('\0', 100));

        await spool.EndAsync(id, AttemptVerdict.Hold);

        Assert.Equal(QueuedMailState.Held, Assert.Single(await spool.ListAsync()).State);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a key")]
    public async Task A_mail_that_is_done_and_still_there_is_removed(string? key)
    {
        var id = await spool.PutAsync("hello\n", key);
        File.Copy(spool.File(id), spool.File("kept"));
        using (var log = File.Open(spool.File(id), FileMode.Append))
            log.Write(Format.MailRecordTests.Of("done"));

        Assert.Empty(await spool.ListAsync());

        Assert.Equal(["kept"], spool.Names());
        var again = await spool.Queue.PutAsync(SpoolUnderTest.Mail("hello\n") with { Key = key is null ? null : new QueueKey(key, "digest") }, Token);
        Assert.Equal(key is not null, again.WasKnown);
    }

    [Fact]
    public async Task A_mail_that_is_done_and_still_there_is_not_taken()
    {
        var id = await spool.PutAsync("hello\n");
        using (var log = File.Open(spool.File(id), FileMode.Append))
            log.Write(Format.MailRecordTests.Of("done"));

        Assert.Null(await spool.Queue.TakeAsync(id, Token));
        Assert.Empty(spool.Names());
    }

    [Fact]
    public async Task A_dead_mail_is_moved_where_dead_ones_are()
    {
        var id = await spool.PutAsync("hello\n");
        await spool.EndAsync(id, AttemptVerdict.Dead);
        Assert.Equal([id], spool.Names("dead"));
        File.Move(spool.File("dead", id), spool.File(id));

        Assert.Equal(QueuedMailState.Dead, Assert.Single(await spool.ListAsync()).State);

        Assert.Equal([id], spool.Names("dead"));
        Assert.Empty(spool.Names());
    }

    [Theory]
    [InlineData(QueueChange.Retry, 1)]
    [InlineData(QueueChange.Delete, 0)]
    public async Task A_mail_in_both_places_is_one_mail(QueueChange change, int left)
    {
        var id = await spool.PutAsync("hello\n");
        await spool.EndAsync(id, AttemptVerdict.Dead);
        Link(spool.File("dead", id), spool.File(id));

        Assert.Single(await spool.ListAsync());
        Link(spool.File("dead", id), spool.File(id));
        Assert.True(await spool.Queue.ChangeAsync(id, change, Token));

        Assert.Equal(left, (await spool.ListAsync()).Count);
        Assert.Equal(left, spool.Names().Count() + spool.Names("dead").Count());
    }

    [Fact]
    public async Task A_mail_put_while_the_one_before_it_was_on_its_way_out_is_not_sent()
    {
        var id = await spool.PutAsync("hello\n", "a key");
        File.Copy(spool.File(id), spool.File("later"));
        await spool.EndAsync(id, AttemptVerdict.Done, SendOutcome.Sent);
        File.Move(spool.File("later"), spool.File(id));

        Assert.Null(await spool.Queue.TakeAsync(id, Token));
        Assert.Empty(spool.Names());
    }

    [Fact]
    public async Task A_mail_put_again_after_its_key_has_expired_is_sent()
    {
        var id = await spool.PutAsync("hello\n", "a key");
        await spool.EndAsync(id, AttemptVerdict.Done, SendOutcome.Sent);
        spool.Clock.Advance(TimeSpan.FromDays(8));

        Assert.Equal(id, await spool.PutAsync("hello\n", "a key"));

        await spool.EndAsync(id, AttemptVerdict.Done, SendOutcome.Sent);
        Assert.True((await spool.Queue.PutAsync(SpoolUnderTest.Mail("hello\n") with { Key = new QueueKey("a key", "digest") }, Token)).WasKnown);
    }

    [Fact]
    public async Task Keys_that_have_expired_are_forgotten_by_whoever_lists()
    {
        var id = await spool.PutAsync("hello\n", "a key");
        await spool.EndAsync(id, AttemptVerdict.Done, SendOutcome.Sent);
        Assert.Equal([id], spool.Names("sent"));

        spool.Clock.Advance(TimeSpan.FromDays(6));
        await spool.ListAsync();
        Assert.Equal([id], spool.Names("sent"));
        spool.Clock.Advance(TimeSpan.FromDays(2));
        await spool.ListAsync();

        Assert.Empty(spool.Names("sent"));
    }

    // Whoever sends it has noted that, and is about to keep the key.
    [Fact]
    public async Task The_key_of_a_mail_that_is_being_removed_is_known()
    {
        var id = await spool.PutAsync("hello\n", "a key");
        await using var lease = await spool.TakeAsync(id);
        using (var log = File.Open(spool.File(id), FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            log.Write(Format.MailRecordTests.Of("done"));

        var again = await spool.Queue.PutAsync(SpoolUnderTest.Mail("hello\n") with { Key = new QueueKey("a key", "digest") }, Token);

        Assert.Equal((id, true), (again.Id, again.WasKnown));
    }

    [Fact]
    public async Task A_damaged_mail_under_a_key_does_not_keep_the_key()
    {
        var id = await spool.PutAsync("hello\n", "a key");
        File.WriteAllText(spool.File(id), "");

        Assert.Equal(id, await spool.PutAsync("hello\n", "a key"));

        Assert.Equal([id], spool.Names("broken"));
        Assert.Single(await spool.ListAsync());
    }

    [Fact]
    public async Task What_a_crash_left_half_written_is_taken_away()
    {
        await spool.PutAsync("hello\n");
        Directory.CreateDirectory(spool.File("new"));
        File.WriteAllText(spool.File("new", "1234"), "half a mai");

        await spool.ListAsync();

        Assert.Empty(spool.Names("new"));
    }

    // Whatever happens to a file on its disk, nobody gets another message than the one that was put.
    [Fact]
    public async Task A_flipped_bit_anywhere_never_changes_a_mail()
    {
        var id = await spool.PutAsync("hello\n", "a key");
        await spool.EndAsync(id, AttemptVerdict.Retry);
        var octets = File.ReadAllBytes(spool.File(id));
        var mail = Assert.Single(await spool.ListAsync());

        for (var i = 0; i < octets.Length; i++)
        {
            var broken = octets.ToArray();
            broken[i] ^= 0x04;
            File.WriteAllBytes(spool.File(id), broken);
            await using var lease = await spool.Queue.TakeAsync(id, Token);
            Assert.Equal(lease is null, File.Exists(spool.File("broken", id)));
            if (lease is not null)
            {
                Assert.Equal("Subject: x\n\nhello\n", await SpoolUnderTest.TextAsync(lease));
                Assert.Equal(mail.Envelope.To, lease.Mail.Envelope.To);
            }
            File.Delete(spool.File("broken", id));
        }
        File.WriteAllBytes(spool.File(id), octets);
        await using var whole = await spool.TakeAsync(id);
        Assert.False(whole.Mail.IsUnknown);
    }

    [Fact]
    public async Task A_file_that_was_cut_off_is_set_aside()
    {
        var id = await spool.PutAsync("hello\n");
        var octets = File.ReadAllBytes(spool.File(id));

        for (var length = 0; length < octets.Length; length++)
        {
            File.WriteAllBytes(spool.File(id), octets[..length]);
            Assert.Empty(await spool.ListAsync());
            Assert.False(File.Exists(spool.File(id)));
        }
        Assert.Equal(octets.Length, spool.Names("broken").Count());
        Assert.All(spool.Notices, notice => Assert.StartsWith($"the mail {id} in the queue {spool.Path} is broken, and was set aside as ", notice, StringComparison.Ordinal));
    }

    static void Link(string from, string to)
    {
        if (!File.Exists(to))
            Assert.Equal(0, Native.link(Native.Path(from), Native.Path(to)));
    }
}
