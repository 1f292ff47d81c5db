using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Accounts;

public sealed class SenderPatternTests
{
    [Theory]
    [InlineData("me@example.org", "ME@Example.ORG", true)]
    [InlineData("me@example.org", "you@example.org", false)]
    [InlineData("me@example.org", "me+list@example.org", true)]
    [InlineData("me+tag@example.org", "me@example.org", false)]
    [InlineData("me+tag@example.org", "me+tag@example.org", true)]
    [InlineData("me+tag@example.org", "me+other@example.org", false)]
    [InlineData("*@example.org", "ME@EXAMPLE.ORG", false)]
    [InlineData("*", "", true)]
    [InlineData("*+*@q", "me@q", false)]
    [InlineData("*@q", "me+tag@q", true)]
    [InlineData("me@*", "me+tag@q", true)]
    [InlineData("me?tag@q", "me+tag@q", false)]
    [InlineData("me[+]*@q", "me+tag@q", true)]
    [InlineData("*@q", "me@q+r", false)]
    [InlineData("*", "me+tag", true)]
    public void A_from_stands_for_addresses(string from, string address, bool matches)
    {
        Assert.Equal(matches, SenderPattern.Matches(from, address));
    }
}
