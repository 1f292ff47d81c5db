using Msmtp.Secrets.OAuth.Http;

namespace Msmtp.Secrets.OAuth.Tests.Http;

public sealed class SecretBufferTests
{
    [Fact]
    public void An_array_that_has_become_too_small_is_zeroed()
    {
        using var buffer = new SecretBuffer();
        buffer.Add("secret"u8);
        var first = buffer.Memory;

        buffer.Add(new byte[5000]);

        Assert.True(first.Span.IndexOfAnyExcept((byte)0) < 0);
        Assert.True(buffer.Octets.StartsWith("secret"u8));
        Assert.Equal(5006, buffer.Length);
    }

    [Fact]
    public void What_is_dropped_is_zeroed()
    {
        using var buffer = new SecretBuffer();
        buffer.Add("secret"u8);
        var all = buffer.Memory;

        buffer.Drop(4);

        Assert.Equal("et"u8, buffer.Octets);
        Assert.Equal("et\0\0\0\0"u8, all.Span);
    }

    [Fact]
    public void When_it_is_disposed_everything_is_zeroed()
    {
        var buffer = new SecretBuffer();
        buffer.Add("secret"u8);
        var all = buffer.Memory;

        buffer.Dispose();

        Assert.True(all.Span.IndexOfAnyExcept((byte)0) < 0);
    }
}
