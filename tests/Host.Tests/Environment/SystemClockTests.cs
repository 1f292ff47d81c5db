using Msmtp.Hosting;

namespace Msmtp.Host.Tests;

public sealed class SystemClockTests
{
    [Fact]
    public void It_agrees_with_the_runtime_about_this_machines_zone()
    {
        var clock = SystemClock.Instance;

        var ours = clock.GetLocalNow();

        Assert.Equal(TimeZoneInfo.Local.GetUtcOffset(ours), ours.Offset);
        Assert.InRange((TimeProvider.System.GetUtcNow() - ours).Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }
}
