namespace Msmtp.Configure.Srv.Tests;

public sealed class ResolverFileTests
{
    [Fact]
    public void Servers_are_read()
    {
        var servers = ResolverFile.Servers(
            """
            # made by hand
            search example.org
            nameserver 192.0.2.1
            	nameserver	2001:db8::1   # the other one
            options rotate timeout:2 attempts:3 edns0
            nameserver fe80::1%2
            nameserver 192.0.2.4
            """.ReplaceLineEndings("\r\n"));

        Assert.Equal(["192.0.2.1", "2001:db8::1", "fe80::1%2"], servers.Select(static server => server.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nameserver\nnameserver mail.example.org\n;nameserver 192.0.2.1\noptions timeout: attempts:many ndots")]
    public void Without_anything_of_use_it_is_this_machine(string text)
    {
        Assert.Equal("127.0.0.1", Assert.Single(ResolverFile.Servers(text)).ToString());
    }

    [Fact]
    public void Without_a_file_it_is_this_machine()
    {
        var environment = new PluginEnvironment { Home = "", SystemConfiguration = "/nonexistent" };

        Assert.Equal("127.0.0.1", Assert.Single(ResolverFile.Of(environment)).ToString());
    }
}
