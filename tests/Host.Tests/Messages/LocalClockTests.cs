using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Messages;

public sealed class LocalClockTests
{
    [Fact]
    public void It_agrees_with_the_runtime_about_this_machines_zone()
    {
        var clock = new LocalClock();

        var ours = clock.GetLocalNow();

        Assert.Equal(TimeZoneInfo.Local.GetUtcOffset(ours), ours.Offset);
        Assert.InRange((TimeProvider.System.GetUtcNow() - ours).Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }
}
