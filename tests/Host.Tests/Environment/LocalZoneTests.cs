using Msmtp.Hosting;

namespace Msmtp.Host.Tests;

public sealed class LocalZoneTests
{
    LocalOffset? system = new(TimeSpan.FromHours(1), "CET");
    int questions;

    [Fact]
    public void The_system_is_asked_once_a_second()
    {
        var zone = NewZone();

        Assert.Same(zone.At(7), zone.At(7));
        Assert.Equal(1, questions);
    }

    [Fact]
    public void A_change_is_seen_in_the_next_second()
    {
        var zone = NewZone();
        Assert.Equal(TimeSpan.FromHours(1), zone.At(7)?.BaseUtcOffset);

        system = new LocalOffset(TimeSpan.FromHours(2), "CEST");

        Assert.Equal((TimeSpan.FromHours(2), "CEST"), (zone.At(8)?.BaseUtcOffset, zone.At(8)?.Id));
    }

    [Fact]
    public void What_has_not_changed_is_not_made_anew()
    {
        var zone = NewZone();

        Assert.Same(zone.At(7), zone.At(8));
    }

    [Fact]
    public void What_the_system_does_not_know_is_nothing()
    {
        system = null;

        Assert.Null(NewZone().At(7));
    }

    LocalZone NewZone() => new(_ =>
    {
        questions++;
        return system;
    });
}
