using Msmtp.Hosting;
using Msmtp.Text;

namespace Msmtp.Host.Tests.Configuration;

public sealed class ConfigurationLineTests
{
    [Theory]
    [InlineData("host localhost", "host", "localhost")]
    [InlineData(" \thost \t localhost \t ", "host", "localhost")]
    [InlineData("auth", "auth", "")]
    [InlineData("from me@x # no comment", "from", "me@x # no comment")]
    [InlineData("user \"  joe  \"", "user", "  joe  ")]
    [InlineData("user \"\"", "user", "")]
    [InlineData("user \"a\"b\"", "user", "a\"b")]
    [InlineData("user \"x\" \"y\"", "user", "x\" \"y")]
    [InlineData("user \"joe", "user", "\"joe")]
    [InlineData("user \"", "user", "\"")]
    [InlineData("\"host\" h", "\"host\"", "h")]
    public void A_line_is_a_command_and_an_argument(string line, string command, string argument)
    {
        var read = ConfigurationLine.Read(OctetText.Encode(line));

        Assert.Equal((command, argument), (read?.Command, read?.Argument));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t ")]
    [InlineData("# comment")]
    [InlineData("  \t# comment")]
    public void Blank_lines_and_comments_are_nothing(string line)
    {
        Assert.Null(ConfigurationLine.Read(OctetText.Encode(line)));
    }
}
