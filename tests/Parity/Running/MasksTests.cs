using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Parity;

public sealed class MasksTests
{
    [Theory]
    [InlineData("Nov 29 06:01:22 host=h exitcode=EX_OK\n", "@TIME@ host=h exitcode=EX_OK\n")]
    [InlineData("unfinishedNov 29 06:01:22 host=h exitcode=EX_OK\n", "unfinished@TIME@ host=h exitcode=EX_OK\n")]
    [InlineData("> Dec  1 23:59:59 socket=/run/s exitcode=EX_OK\n", "> @TIME@ socket=/run/s exitcode=EX_OK\n")]
    [InlineData("Date: Sun, 29 Nov 2026 06:01:22 +0000\n", "Date: @NOW@ +0000\n")]
    [InlineData("Resent-Date: Sun, 29 Nov 2026 06:01:22 +0000\n", "Resent-Date: @NOW@ +0000\n")]
    [InlineData("Message-ID: <0123456789abcdef0123456789abcdef.me@example.org>\n", "Message-ID: <@ID@.me@example.org>\n")]
    [InlineData("Message-ID: <40404456789abcdef0123456789abcde.me@example.org>\n", "Message-ID: <@ID@.me@example.org>\n")]
    [InlineData("Date: Sun, 01 Jan 2023 00:00:00 +0000\n", "Date: Sun, 01 Jan 2023 00:00:00 +0000\n")]
    public void What_a_clock_decides_is_covered_wherever_it_stands(string told, string covered)
    {
        var masks = new Masks(new Placeholders("/nowhere/home", 40404), "/nowhere");
        var seen = masks.Over(new CommandResult(0, Encoding.Latin1.GetBytes(told), []), "", told, told);
        Assert.Equal((covered, covered, covered), (seen.Output, seen.Data, seen.Files));
    }
}
