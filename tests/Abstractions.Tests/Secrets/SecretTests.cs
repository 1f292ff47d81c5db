namespace Msmtp.Abstractions.Tests.Secrets;

public sealed class SecretTests
{
    [Fact]
    public void A_secret_prints_stars()
    {
        using var secret = Secret.FromText("hunter2");

        Assert.Equal("***", secret.ToString());
        Assert.Equal("***", $"{secret}");
    }

    [Fact]
    public void Disposing_zeroes_the_octets_that_were_handed_over()
    {
        var octets = "hunter2"u8.ToArray();
        var secret = new Secret(octets);

        secret.Dispose();

        Assert.All(octets, octet => Assert.Equal(0, octet));
        Assert.Throws<ObjectDisposedException>(() => secret.Reveal().Length);
    }

    [Fact]
    public void Secrets_match_by_their_octets()
    {
        using var one = Secret.FromText("hunter2");
        using var same = new Secret("hunter2"u8.ToArray());
        using var other = Secret.FromText("hunter3");

        Assert.True(one.Matches(same));
        Assert.False(one.Matches(other));
    }
}
