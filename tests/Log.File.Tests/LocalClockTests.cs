namespace Msmtp.Log.File.Tests;

public sealed class LocalClockTests
{
    [Theory]
    [InlineData("UTC", "2026-11-02 11:35:09 +0000 UTC")]
    [InlineData("CET-1CEST,M3.5.0,M10.5.0/3", "2026-11-02 12:35:09 +0100 CET")]
    [InlineData("<-0330>3:30<-0230>,M3.2.0,M12.1.0", "2026-11-02 09:05:09 -0230 -0230")]
    public async Task It_obeys_every_form_of_TZ(string zone, string expected)
    {
        using var other = OtherProcess.Tell(zone);

        Assert.Equal(expected, await other.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void It_shows_the_same_moment() => Assert.Equal(Some.Record.Time, LocalClock.At(Some.Record.Time).Moment);
}
