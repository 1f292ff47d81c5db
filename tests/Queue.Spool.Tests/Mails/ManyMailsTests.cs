namespace Msmtp.Queue.Spool.Tests.Mails;

/// <summary>A queue that has grown, as while a server was down for days, is still listed.</summary>
public sealed class ManyMailsTests : IDisposable
{
    const int Many = 10_000;

    readonly SpoolUnderTest spool = new();

    public void Dispose() => spool.Dispose();

    [Fact]
    public async Task Each_mail_costs_its_listing_the_same_whatever_its_size_and_however_many_there_are()
    {
        var small = await spool.PutAsync("hello\n");
        var large = await spool.PutAsync(new string('x', 1 << 20));
        await spool.EndAsync(large, AttemptVerdict.Retry);
        Copy(small, Many / 10);
        var few = await CostAsync(Many / 10 + 2);
        Copy(small, Many);

        var many = await CostAsync(Many + 2);

        Assert.True(many / Many < 3000, $"{many / Many} octets for each mail");
        Assert.True(many < few * 13, $"{few} octets for {Many / 10} mails, {many} for {Many}");
        Assert.Empty(spool.Notices);
    }

    // A name is kept for each, for the order, and nothing else.
    [Fact]
    public async Task A_mail_that_is_enumerated_is_not_kept()
    {
        Copy(await spool.PutAsync("hello\n"), Many);
        var (count, kept, before) = (0, 0L, GC.GetTotalMemory(forceFullCollection: true));

        await foreach (var mail in spool.Open().EnumerateAsync(QueueFilter.All, TestContext.Current.CancellationToken))
            if (++count == Many)
                kept = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.Equal(Many + 1, count);
        Assert.True(kept / Many < 250, $"{kept / Many} octets for each mail");
    }

    async Task<long> CostAsync(int count)
    {
        var queue = spool.Open();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var mails = await queue.ListAsync(TestContext.Current.CancellationToken);
        var cost = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(count, mails.Count);
        return cost;
    }

    void Copy(string id, int count)
    {
        for (var i = 0; i < count; i++)
            File.Copy(spool.File(id), spool.File($"{i:D10}000000"), overwrite: true);
    }
}
