using Msmtp.TestKit;

namespace Msmtp.Log.File.Tests;

public sealed class GrowthTests
{
    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("%_9")]
    public void Work_grows_as_the_format_does(string before)
    {
        var time = new LocalTime(DateTimeOffset.UnixEpoch, "UTC");

        Assert.Empty(Growth.TooFast((string format) => Strftime.Format(format, time), before));
    }
}
