using FsCheck.Xunit;

namespace Msmtp.Server.Tests;

public sealed class PathArgumentTests
{
    [Theory]
    [InlineData("FROM:<>", "")]
    [InlineData("from:<a@example.org>", "a@example.org")]
    [InlineData("FROM:<a.b+c@sub.example.org>", "a.b+c@sub.example.org")]
    [InlineData("FROM:<root>", "root")]
    [InlineData("FROM:<a@localhost>", "a@localhost")]
    [InlineData("FROM:<a@[192.0.2.1]>", "a@[192.0.2.1]")]
    [InlineData("FROM:<a@[IPv6:2001:db8::1]>", "a@[IPv6:2001:db8::1]")]
    [InlineData("FROM:<\"a b>@\\\"c\"@example.org>", "\"a b>@\\\"c\"@example.org")]
    [InlineData("FROM:<@one.example,@two.example:a@example.org>", "a@example.org")]
    [InlineData("FROM:<b\u00FCcher@ex\u00E4mple.org>", "b\u00FCcher@ex\u00E4mple.org")]
    public void A_path_is_in_angle_brackets(string argument, string address)
    {
        Assert.True(PathArgument.TryParse(argument, "FROM:", out var path));

        Assert.Equal(address, path.Address);
        Assert.Empty(path.Parameters);
    }

    [Theory]
    [InlineData("")]
    [InlineData("FROM:")]
    [InlineData("FROM:a@example.org")]
    [InlineData("FROM: <a@example.org>")]
    [InlineData("FROM :<a@example.org>")]
    [InlineData("TO:<a@example.org>")]
    [InlineData("FROM:<a@example.org")]
    [InlineData("FROM:<a@example.org>x")]
    [InlineData("FROM:<a@>")]
    [InlineData("FROM:<@example.org>")]
    [InlineData("FROM:<a@@example.org>")]
    [InlineData("FROM:<a@b@example.org>")]
    [InlineData("FROM:<a b@example.org>")]
    [InlineData("FROM:<a..b@example.org>")]
    [InlineData("FROM:<.a@example.org>")]
    [InlineData("FROM:<a.@example.org>")]
    [InlineData("FROM:<a@example..org>")]
    [InlineData("FROM:<a@example.org.>")]
    [InlineData("FROM:<a@-example.org>")]
    [InlineData("FROM:<a@example-.org>")]
    [InlineData("FROM:<a@exa_mple.org>")]
    [InlineData("FROM:<a@[]>")]
    [InlineData("FROM:<a@[192.0.2.1>")]
    [InlineData("FROM:<\"a@example.org>")]
    [InlineData("FROM:<\"a\\")]
    [InlineData("FROM:<@one.example a@example.org>")]
    [InlineData("FROM:<@one.example,:a@example.org>")]
    [InlineData("FROM:<<a@example.org>>")]
    public void Anything_else_is_wrong(string argument) => Assert.False(PathArgument.TryParse(argument, "FROM:", out _));

    [Fact]
    public void A_path_has_a_maximum_length()
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 63), 4));

        Assert.True(PathArgument.TryParse($"TO:<{new string('a', 64)}@{domain}>", "TO:", out _));
        Assert.False(PathArgument.TryParse($"TO:<{new string('a', 66)}@{domain}>", "TO:", out _));
    }

    [Fact]
    public void Parameters_follow_after_spaces()
    {
        Assert.True(PathArgument.TryParse("FROM:<a@example.org> size=100 SMTPUTF8 ENVID=a+2Bb", "FROM:", out var path));

        Assert.Equal([new("SIZE", "100"), new("SMTPUTF8", null), new("ENVID", "a+2Bb")], path.Parameters);
    }

    [Theory]
    [InlineData("FROM:<> ")]
    [InlineData("FROM:<>  SIZE=1")]
    [InlineData("FROM:<> SIZE=")]
    [InlineData("FROM:<> =1")]
    [InlineData("FROM:<> SIZE=1=2")]
    [InlineData("FROM:<> -SIZE=1")]
    [InlineData("FROM:<> SI_ZE=1")]
    [InlineData("FROM:<> SIZE=1 size=2")]
    public void Broken_parameters_are_refused(string argument) => Assert.False(PathArgument.TryParse(argument, "FROM:", out _));

    [Property]
    public bool Any_input_is_parsed_or_refused(string text)
    {
        var isRead = PathArgument.TryParse($"TO:<{text}>", "TO:", out var path);

        return !isRead || path.Address.Length <= text.Length;
    }
}
