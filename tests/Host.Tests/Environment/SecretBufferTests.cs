using Msmtp.Hosting;

namespace Msmtp.Host.Tests;

public sealed class SecretBufferTests
{
    [Fact]
    public void What_it_outgrows_and_what_it_leaves_is_zeroed()
    {
        var buffer = new SecretBuffer();
        buffer.Add("secret"u8);
        var outgrown = buffer.Memory;

        buffer.Add(new byte[1000]);
        var left = buffer.Memory;
        Assert.Equal("secret"u8, left.Span[..6]);
        buffer.Dispose();

        Assert.All(outgrown.ToArray(), static octet => Assert.Equal(0, octet));
        Assert.All(left.ToArray(), static octet => Assert.Equal(0, octet));
    }
}
