namespace Msmtp.Configure.Srv.Tests;

public sealed class HostNameTests
{
    [Theory]
    [InlineData("mail.example.org", "example.org", true)]
    [InlineData("MAIL.Example.ORG", "eXample.org", true)]
    [InlineData("example.org", "example.org", true)]
    [InlineData("mail.example.org", "example.org.", true)]
    [InlineData("mailexample.org", "example.org", false)]
    [InlineData("example.org.evil.test", "example.org", false)]
    [InlineData("org", "example.org", false)]
    public void A_host_lies_within_its_domain_by_whole_labels(string host, string domain, bool isWithin)
    {
        Assert.Equal(isWithin, HostName.IsWithin(host, domain));
    }

    [Fact]
    public void Names_and_labels_have_their_greatest_lengths()
    {
        var label = new string('a', 63);
        var name = $"{label}.{label}.{label}.{new string('b', 61)}";

        Assert.True(HostName.IsAskable(name));
        Assert.True(HostName.IsAskable(name + "."));
        Assert.False(HostName.IsAskable(name + "b"));
        Assert.False(HostName.IsAskable(label + "a.org"));
        Assert.False(HostName.IsAskable("example..org"));
        Assert.False(HostName.IsAskable("."));
    }

    [Fact]
    public void What_would_be_an_escape_is_not_asked_for()
    {
        Assert.False(HostName.IsAskable("a\\046b.example"));
        Assert.False(HostName.IsAskable("example\\"));
    }
}
