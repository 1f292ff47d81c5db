using Msmtp.Testing;

namespace Msmtp.Cli.Tests.Serving;

public sealed class SubmissionLimitsTests
{
    readonly ManualTime time = new();

    [Fact]
    public void A_client_has_its_share_of_an_hour_and_gets_it_back_evenly()
    {
        var limits = new SubmissionLimits(time, mostMails: 60);
        for (var i = 0; i < 60; i++)
            Assert.True(limits.TryTake("uid 1", 1));

        Assert.False(limits.TryTake("uid 1", 1));
        Assert.True(limits.TryTake("uid 2", 1));
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.True(limits.TryTake("uid 1", 1));
        Assert.False(limits.TryTake("uid 1", 1));
    }

    [Fact]
    public void Size_counts_too()
    {
        var limits = new SubmissionLimits(time, mostOctets: 100);

        Assert.True(limits.TryTake("uid 1", 60));
        Assert.False(limits.Allows("uid 1", 60));
        Assert.False(limits.TryTake("uid 1", 60));
        Assert.True(limits.TryTake("uid 1", 40));
        time.Advance(TimeSpan.FromHours(1));
        Assert.True(limits.Allows("uid 1", 100));
    }

    [Fact]
    public void However_many_come_the_one_who_sends_most_is_remembered()
    {
        var limits = new SubmissionLimits(time, mostMails: 2);
        limits.TryTake("uid 1", 1);
        limits.TryTake("uid 1", 1);

        for (var i = 0; i < 5000; i++)
            limits.TryTake($"{i}", 1);

        Assert.False(limits.TryTake("uid 1", 1));
    }

    [Theory]
    [InlineData(1000, 1000, 1, true)]
    [InlineData(1000, 20, 1, false)]
    [InlineData(1L << 40, 65L << 20, 1L << 20, true)]
    [InlineData(1L << 40, 65L << 20, 2L << 20, false)]
    public void A_disk_is_not_filled_to_the_brim(long total, long free, long octets, bool hasRoom) =>
        Assert.Equal(hasRoom, DiskSpace.HasRoom(total, free, octets));
}
