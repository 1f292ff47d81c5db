using Msmtp.Hosting;

namespace Msmtp.Host.Tests;

public sealed class SystemShellTests
{
    [Theory]
    [InlineData("echo first; echo second", "first")]
    [InlineData("printf 'a\\r\\nb'", "a")]
    [InlineData("printf '  blanks  '", "  blanks  ")]
    [InlineData("echo", "")]
    [InlineData("echo failed; exit 3", "failed")]
    [InlineData("true", null)]
    [InlineData("cat", null)]
    public async Task The_first_line_is_read_whatever_the_command_ends_with(string command, string? line)
    {
        var octets = await new SystemShell().ReadFirstLineAsync(command, TestContext.Current.CancellationToken);

        Assert.Equal(line, octets is null ? null : OctetText.Decode(octets));
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(100_000)]
    public async Task A_line_may_have_any_length(int length)
    {
        var octets = await new SystemShell().ReadFirstLineAsync($"head -c {length} /dev/zero | tr '\\0' x; echo; seq 1 20000", TestContext.Current.CancellationToken);

        Assert.Equal(new string('x', length), OctetText.Decode(octets));
    }
}
