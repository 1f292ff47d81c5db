using Msmtp.TestKit;

namespace Msmtp.Secrets.Netrc.Tests;

public sealed class GrowthTests
{
    [Theory]
    [InlineData("")]
    [InlineData("machine a login b ")]
    [InlineData("machine \"")]
    [InlineData("macdef a\n")]
    public void Work_grows_as_the_file_does(string before)
    {
        var wanted = new NetrcLogin("host"u8.ToArray(), "user"u8.ToArray());

        Assert.Empty(Growth.TooFast((byte[] octets) => _ = NetrcFile.FindPassword(octets, wanted), before));
    }
}
