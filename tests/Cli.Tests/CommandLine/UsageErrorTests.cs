namespace Msmtp.Cli.Tests.CommandLine;

public sealed class UsageErrorTests
{
    [Theory]
    [InlineData("msmtp", false, "msmtp: wrong")]
    [InlineData("/usr/sbin/sendmail", false, "sendmail: wrong")]
    [InlineData("/usr/sbin/sendmail", true, "/usr/sbin/sendmail: wrong")]
    [InlineData("/a/b/", false, ": wrong")]
    [InlineData("", true, ": wrong")]
    public void A_line_begins_with_the_programs_name(string program, bool namesWholeProgram, string line)
    {
        Assert.Equal(line, new UsageError("wrong") { NamesWholeProgram = namesWholeProgram }.ToLine(program));
    }
}
