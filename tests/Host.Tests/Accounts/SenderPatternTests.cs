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
    [InlineData("*@example.org", "a/b@example.org", true)]
    [InlineData("*@example.org", "ME@EXAMPLE.ORG", false)]
    [InlineData("*@example.org", ".x@example.org", true)]
    [InlineData("??@q.example", "ab@q.example", true)]
    [InlineData("??@q.example", "abc@q.example", false)]
    [InlineData("[a-c]x@q", "bx@q", true)]
    [InlineData("[!a-c]x@q", "bx@q", false)]
    [InlineData("[^a-c]x@q", "dx@q", true)]
    [InlineData("[]]x@q", "]x@q", true)]
    [InlineData("[ax@q", "[ax@q", true)]
    [InlineData("\\*?@q", "*a@q", true)]
    [InlineData("*a*b@q", "xaxaxb@q", true)]
    [InlineData("*", "", true)]
    [InlineData("*+*@q", "me@q", false)]
    [InlineData("*@q", "me+tag@q", false)]
    [InlineData("me@*", "me+tag@q", false)]
    [InlineData("me?tag@q", "me+tag@q", false)]
    [InlineData("me[+]*@q", "me+tag@q", true)]
    [InlineData("*@q", "me@q+r", false)]
    [InlineData("*", "me+tag", true)]
    public void A_from_stands_for_addresses(string from, string address, bool matches)
    {
        Assert.Equal(matches, SenderPattern.Matches(from, address));
    }

    [Fact]
    public void Many_stars_do_not_take_long()
    {
        Assert.False(SenderPattern.Matches(string.Concat(Enumerable.Repeat("*a", 200)) + "b", new string('a', 20_000)));
    }
}
