using System.Text;

namespace Msmtp.Server.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("EHLO mail.example.org", "Ehlo", "mail.example.org")]
    [InlineData("ehlo [192.0.2.1]", "Ehlo", "[192.0.2.1]")]
    [InlineData("Mail FROM:<a@example.org> SIZE=1", "Mail", "FROM:<a@example.org> SIZE=1")]
    [InlineData("QUIT", "Quit", "")]
    [InlineData("QUIT  ", "Quit", "")]
    [InlineData("EHLO ", "Ehlo", "")]
    [InlineData("EHLO  two", "Ehlo", " two")]
    [InlineData("QUITS", "Unknown", "")]
    [InlineData("XYZZY now", "Unknown", "now")]
    [InlineData("NOOP b\u00FCcher", "Noop", "b\u00FCcher")]
    public void A_command_is_a_verb_and_what_follows_the_space(string line, string verb, string argument)
    {
        Assert.True(CommandLine.TryParse(Encoding.UTF8.GetBytes(line), out var command));

        Assert.Equal(new CommandLine(Enum.Parse<Verb>(verb), argument), command);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(" QUIT")]
    [InlineData("NOOP\0")]
    [InlineData("NOOP\tx")]
    [InlineData("NOOP \rRSET")]
    [InlineData("NOOP \x7F")]
    [InlineData("NOOP \xFF")]
    public void Control_characters_and_broken_text_are_not_a_command(string line) =>
        Assert.False(CommandLine.TryParse(Encoding.Latin1.GetBytes(line), out _));
}
