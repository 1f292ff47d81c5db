namespace Msmtp.Cli.Tests.Serving;

public sealed class PipedMailTests
{
    [Theory]
    [InlineData("joe@example.org")]
    [InlineData("joe.smith+tag=x/y_z-1@example.org")]
    [InlineData("root")]
    public void Addresses_that_mean_nothing_to_a_shell_are_handed_over(string address) => Assert.True(PipedMail.IsSafe(address));

    [Theory]
    [InlineData("")]
    [InlineData("-oQ/tmp@x")]
    [InlineData("a b@x")]
    [InlineData("$(id)@x")]
    [InlineData("`id`@x")]
    [InlineData("a;b@x")]
    [InlineData("a'b@x")]
    [InlineData("a\"b@x")]
    [InlineData("a\\b@x")]
    [InlineData("a&b@x")]
    [InlineData("a|b@x")]
    [InlineData("a*b@x")]
    [InlineData("a~b@x")]
    [InlineData("a\nb@x")]
    [InlineData("jörg@x")]
    public void All_others_are_refused(string address) => Assert.False(PipedMail.IsSafe(address));
}
