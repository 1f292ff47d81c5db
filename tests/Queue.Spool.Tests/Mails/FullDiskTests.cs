using System.Text;

namespace Msmtp.Queue.Spool.Tests.Mails;

/// <summary>
/// Where there is no room, the caller is told which folder it is about; nothing is left behind, nothing counts as queued, and what was there
/// before is still there.
/// </summary>
public sealed class FullDiskTests : IDisposable
{
    const int Page = 4096;

    readonly SpoolUnderTest spool = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => spool.Dispose();

    [Theory]
    [InlineData(100_000)]
    [InlineData(2_000_000)]
    public async Task A_mail_that_does_not_fit_leaves_nothing_behind(int size)
    {
        await using var disk = await MountedDisk.SmallAsync(16 * Page);
        var queue = spool.Open(disk.Path);
        var before = await queue.PutAsync(SpoolUnderTest.Mail("before\n"), Token);

        var e = await Assert.ThrowsAsync<MailException>(async () => await queue.PutAsync(SpoolUnderTest.Mail(new string('x', size)), Token));

        Assert.Equal((ExitCode.IoErr, true, $"cannot write to the queue {disk.Path}: No space left on device"), (e.ExitCode, e.Failure.IsTemporary, e.Message));
        Assert.Equal($"make room in {disk.Path}, or name another folder with queue_dir", e.Advice);
        Assert.Equal([before.Id], (await queue.ListAsync(Token)).Select(static mail => mail.Id));
        Assert.Single(Directory.EnumerateFileSystemEntries(disk.Path));
        await queue.PutAsync(SpoolUnderTest.Mail("after\n"), Token);
    }

    [Fact]
    public async Task Where_no_file_can_be_made_nothing_is_accepted()
    {
        await using var disk = await MountedDisk.SmallAsync(64 * Page, files: 4);
        var queue = spool.Open(disk.Path);
        var accepted = 0;

        var e = await Assert.ThrowsAsync<MailException>(async () =>
        {
            for (; accepted < 10; accepted++)
                await queue.PutAsync(SpoolUnderTest.Mail("hello\n"), Token);
        });

        Assert.True(e.Failure.IsTemporary);
        Assert.Contains(disk.Path, e.Message, StringComparison.Ordinal);
        Assert.Equal(accepted, (await queue.ListAsync(Token)).Count);
    }

    [Fact]
    public async Task An_attempt_that_cannot_be_noted_does_not_begin()
    {
        await using var disk = await MountedDisk.SmallAsync(16 * Page);
        var (queue, id) = await AtTheEndOfAPageAsync(disk);
        await using (var lease = await queue.TakeAsync(id, Token))
        {
            disk.Fill("rest");
            var e = await Assert.ThrowsAsync<MailException>(async () => await lease!.BeginAsync(Token));
            Assert.Equal((ExitCode.IoErr, true), (e.ExitCode, e.Failure.IsTemporary));
        }

        Assert.False((await queue.ListAsync(Token))[0].IsUnknown);
        File.Delete(Path.Combine(disk.Path, "rest"));
        await using var again = await queue.TakeAsync(id, Token);
        await again!.BeginAsync(Token);
        Assert.True((await queue.ListAsync(Token))[0].IsUnknown);
    }

    // It was sent: that there is no room to note it must not send it again.
    [Fact]
    public async Task A_mail_that_is_done_goes_even_where_there_is_no_room_to_note_it()
    {
        await using var disk = await MountedDisk.SmallAsync(16 * Page);
        var (queue, id) = await AtTheEndOfAPageAsync(disk);
        await using (var lease = await queue.TakeAsync(id, Token))
        {
            disk.Fill("rest");
            await lease!.EndAsync(SpoolUnderTest.End(lease.Mail, AttemptVerdict.Done, SendOutcome.Sent), Token);
        }

        Assert.Empty(await queue.ListAsync(Token));
    }

    [Fact]
    public async Task A_mail_can_be_deleted_to_make_room()
    {
        await using var disk = await MountedDisk.SmallAsync(16 * Page);
        var (queue, id) = await AtTheEndOfAPageAsync(disk);
        disk.Fill("rest");

        Assert.True(await queue.ChangeAsync(id, QueueChange.Delete, Token));

        Assert.Empty(await queue.ListAsync(Token));
    }

    [Fact]
    public async Task On_a_disk_that_is_read_only_mails_are_listed_and_nothing_else()
    {
        await using var disk = await MountedDisk.SmallAsync(16 * Page);
        var queue = spool.Open(disk.Path);
        var id = (await queue.PutAsync(SpoolUnderTest.Mail("hello\n"), Token)).Id;
        await disk.RemountAsync("ro");

        Assert.Single(await spool.Open(disk.Path).ListAsync(Token));
        foreach (var call in (Func<Task>[])[
            async () => await queue.PutAsync(SpoolUnderTest.Mail("x"), Token),
            async () => await queue.TakeAsync(id, Token),
            async () => await queue.ChangeAsync(id, QueueChange.Delete, Token),
        ])
        {
            var e = await Assert.ThrowsAsync<MailException>(call);
            Assert.Equal((ExitCode.CantCreat, true), (e.ExitCode, e.Failure.IsTemporary));
            Assert.EndsWith($" the queue {disk.Path}: Read-only file system", e.Message, StringComparison.Ordinal);
        }
    }

    // The file is as long as a page, so that the next record needs another one.
    async Task<(SpoolQueue Queue, string Id)> AtTheEndOfAPageAsync(MountedDisk disk)
    {
        var queue = spool.Open(disk.Path);
        var id = (await queue.PutAsync(SpoolUnderTest.Mail(""), Token)).Id;
        var rest = Page - (int)new FileInfo(Path.Combine(disk.Path, id)).Length;
        Assert.True(await queue.ChangeAsync(id, QueueChange.Delete, Token));
        id = (await queue.PutAsync(SpoolUnderTest.Mail(new StringBuilder().Append('x', rest).ToString()), Token)).Id;
        Assert.Equal(Page, new FileInfo(Path.Combine(disk.Path, id)).Length);
        return (queue, id);
    }
}
