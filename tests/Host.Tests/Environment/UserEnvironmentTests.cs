using Msmtp.Hosting;

namespace Msmtp.Host.Tests;

public sealed class UserEnvironmentTests
{
    static readonly UserEnvironment Nobody = new() { Variable = static _ => null, Login = static () => "", Machine = static () => "" };

    [Fact]
    public void A_user_whom_the_system_does_not_know_is_called_unknown() => Assert.Equal("unknown", Nobody.UserName);

    [Fact]
    public void A_machine_without_a_name_is_this_one() => Assert.Equal("localhost", Nobody.HostName);

    [Theory]
    [InlineData("", "")]
    [InlineData("h", "h")]
    [InlineData(null, "box")]
    public void The_hosts_name_is_HOSTNAME_or_the_machines_own(string? variable, string expected) =>
        Assert.Equal(expected, (Nobody with { Variable = name => name == "HOSTNAME" ? variable : null, Machine = static () => "box" }).HostName);

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("no such host")]
    [InlineData("\0")]
    public void What_no_resolver_knows_keeps_its_name(string name) => Assert.Equal(name, Nobody.Canonical(name));

    [Fact]
    public void A_name_that_no_resolver_can_be_asked_keeps_it_too()
    {
        var name = new string('x', 300);

        Assert.Equal(name, Nobody.Canonical(name));
    }
}
