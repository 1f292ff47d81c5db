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

    [Theory]
    [InlineData(null, "", false)]
    [InlineData("", "", false)]
    [InlineData("a@x", "A@X", true)]
    [InlineData("a@x b@y", "b@y", true)]
    [InlineData("a@x b@y", "b+list@y", true)]
    [InlineData("a@x,b@y", "b@y", true)]
    [InlineData("a@x , \tb@y,", "b@y", true)]
    [InlineData("a@x b@y", "a@x b@y", false)]
    [InlineData("a@x *@y", "q@y", true)]
    [InlineData("a@x *@y", "q@x", false)]
    [InlineData("\"a b\"@x c@x", "\"a b\"@x", true)]
    [InlineData("\"a b\"@x c@x", "b\"@x", false)]
    [InlineData("\"a \\\" b\"@x c@x", "c@x", true)]
    [InlineData("\"a,b\"@x c@x", "\"a,b\"@x", true)]
    [InlineData("root", "root", true)]
    public void One_of_several_is_enough(string? patterns, string address, bool matches)
    {
        Assert.Equal(matches, SenderPattern.MatchesAny(patterns, address));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a@x")]
    [InlineData("a@x b@y, *@z\troot")]
    [InlineData("[a-z]*@x j?e@x \"a b\"@x")]
    [InlineData("jörg@bücher.example")]
    public void Addresses_names_and_patterns_are_senders(string argument) => Assert.Equal(argument.Length > 0 ? argument : null, Read(argument));

    [Theory]
    [InlineData(" ")]
    [InlineData(",")]
    [InlineData("Joe <joe@x>")]
    [InlineData("a@x <b@x>")]
    [InlineData("a@")]
    [InlineData("@x")]
    [InlineData("a@b@c")]
    [InlineData("\"a b@x")]
    [InlineData("a@x \"b c@x")]
    [InlineData("*@x \"b *@x")]
    [InlineData("<*@x>")]
    [InlineData("a@x; b@x")]
    public void Anything_else_is_none(string argument) => Assert.Equal("refused", Read(argument));

    static string? Read(string argument)
    {
        var settings = new AccountSettingsBuilder();
        return EnvelopeSettings.FromAlso.Spellings[0].TryApply(new SettingArgument(argument), settings)
            ? settings.Build().Get(EnvelopeSettings.FromAlso)
            : "refused";
    }
}
