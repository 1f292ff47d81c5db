namespace Msmtp.Configure.Srv.Tests;

public sealed class ResolverFileTests
{
    [Fact]
    public void Servers_and_options_are_read()
    {
        var file = ResolverFile.Parse(
            """
            # made by hand
            search example.org
            nameserver 192.0.2.1
            	nameserver	2001:db8::1   # the other one
            options rotate timeout:2 attempts:3 edns0
            nameserver fe80::1%2
            nameserver 192.0.2.4
            """.ReplaceLineEndings("\r\n"));

        Assert.Equal(["192.0.2.1", "2001:db8::1", "fe80::1%2"], file.Servers.Select(static server => server.ToString()));
        Assert.Equal((TimeSpan.FromSeconds(2), 3), (file.Timeout, file.Attempts));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nameserver\nnameserver mail.example.org\n;nameserver 192.0.2.1\noptions timeout: attempts:many ndots")]
    public void Without_anything_of_use_it_is_this_machine_and_the_usual_times(string text)
    {
        var file = ResolverFile.Parse(text);

        Assert.Equal("127.0.0.1", Assert.Single(file.Servers).ToString());
        Assert.Equal((TimeSpan.FromSeconds(5), 2), (file.Timeout, file.Attempts));
    }

    [Theory]
    [InlineData("options timeout:0 attempts:0", 1, 1)]
    [InlineData("options timeout:86400 attempts:1000", 30, 5)]
    [InlineData("options timeout:99999999999999", 5, 2)]
    public void Times_have_their_bounds(string text, int seconds, int attempts)
    {
        var file = ResolverFile.Parse(text);

        Assert.Equal((TimeSpan.FromSeconds(seconds), attempts), (file.Timeout, file.Attempts));
    }
}
