namespace Msmtp.Queue.Spool.Tests.Mails;

/// <summary>A draft becomes the mail's file, once; until then it is nobody's.</summary>
public sealed class DraftTests : IDisposable
{
    readonly SpoolUnderTest spool = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => spool.Dispose();

    [Theory]
    [InlineData(1000)]
    [InlineData(2_000_000)]
    public async Task One_that_is_not_put_leaves_nothing(int size)
    {
        await using (var draft = Written(spool.Queue, size))
            Assert.Empty(spool.Names());

        Assert.Empty(spool.Names());
        Assert.Empty(spool.Names("new"));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(2_000_000)]
    public async Task One_that_is_put_twice_is_two_mails(int size)
    {
        await using var draft = Written(spool.Queue, size);

        var first = await PutAsync(spool.Queue, draft);
        var second = await PutAsync(spool.Queue, draft);

        Assert.NotEqual(first, second);
        await spool.EndAsync(first, AttemptVerdict.Done, SendOutcome.Sent);
        await using var lease = await spool.TakeAsync(second);
        Assert.Equal("Subject: x\n\n".Length + size, (await SpoolUnderTest.TextAsync(lease)).Length);
    }

    [Fact]
    public async Task One_of_another_queue_is_copied()
    {
        await using var draft = Written(spool.Open(spool.Path + ".other"), 2_000_000);

        var id = await PutAsync(spool.Queue, draft);

        await using var lease = await spool.TakeAsync(id);
        Assert.Equal("Subject: x\n\n".Length + 2_000_000, (await SpoolUnderTest.TextAsync(lease)).Length);
        Assert.Empty(Directory.EnumerateFiles(spool.Path + ".other"));
    }

    static Stream Written(SpoolQueue queue, int size)
    {
        var draft = queue.CreateDraft();
        for (var rest = size; rest > 0; rest -= 1000)
            draft.Write(new byte[1000]);
        return draft;
    }

    static async Task<string> PutAsync(SpoolQueue queue, Stream draft)
    {
        draft.Position = 0;
        var mail = SpoolUnderTest.Mail("");
        return (await queue.PutAsync(mail with { Content = mail.Content with { Body = draft }, Draft = draft }, Token)).Id;
    }
}
