using Msmtp.Hosting;
using NSubstitute;

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

    [Fact]
    public async Task A_command_reads_what_it_is_given_and_its_whole_output_is_taken()
    {
        using var input = Secret.FromText("one\ntwo\n");

        var result = await RunAsync(new ShellCommand("cat; echo three; exit 3") { Input = input });

        Assert.Equal((3, "one\ntwo\nthree\n"), result);
    }

    [Fact]
    public async Task A_command_sees_the_variables_that_it_is_given_beside_its_own() =>
        Assert.Equal((0, "0 yes"), await RunAsync(new ShellCommand("printf '%s %s' \"$ASKS\" \"${PATH:+yes}\"")
        {
            Environment = new Dictionary<string, string> { ["ASKS"] = "0" },
        }));

    [Fact]
    public async Task A_command_that_reads_nothing_of_much_is_not_waited_for()
    {
        using var input = new Secret(new byte[1 << 20]);

        Assert.Equal((0, "done\n"), await RunAsync(new ShellCommand("echo done") { Input = input }));
    }

    [Theory]
    [InlineData("sleep 600")]
    [InlineData("sleep 600; true")]
    [InlineData("sleep 600 & wait")]
    public async Task A_command_that_hangs_is_killed_with_what_it_started(string command)
    {
        var marker = $"sleep 6{Random.Shared.Next(100_000, 999_999)}";

        var marked = command.Replace("sleep 600", marker, StringComparison.Ordinal);

        var failure = await Assert.ThrowsAsync<MailException>(
            () => RunAsync(new ShellCommand(marked) { Timeout = TimeSpan.FromSeconds(1) }));

        Assert.Equal(ExitCode.TempFail, failure.ExitCode);
        Assert.Contains("did not end within 1 seconds", failure.Message, StringComparison.Ordinal);
        await GoneAsync(marker);
    }

    [Fact]
    public async Task A_command_whose_caller_loses_interest_is_killed()
    {
        var marker = $"sleep 6{Random.Shared.Next(100_000, 999_999)}";
        using var interest = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new SystemShell().RunAsync(new ShellCommand(marker), interest.Token).AsTask());
        await GoneAsync(marker);
    }

    [Fact]
    public async Task A_command_whose_caller_has_lost_interest_already_is_not_run()
    {
        // A process that was started and killed at once leaves nothing to see; but nobody can start one without a look at these.
        var variables = Substitute.For<IReadOnlyDictionary<string, string>>();
        var command = new ShellCommand("true") { Environment = variables };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new SystemShell().RunAsync(command, new CancellationToken(canceled: true)).AsTask());

        Assert.Empty(variables.ReceivedCalls());
    }

    [Fact]
    public async Task Nobody_waits_for_what_a_command_has_left_behind_with_its_output()
    {
        var failure = await Assert.ThrowsAsync<MailException>(
            () => RunAsync(new ShellCommand("setsid sh -c 'sleep 3' & exit 0") { Timeout = TimeSpan.FromSeconds(1) }));

        Assert.Equal(ExitCode.TempFail, failure.ExitCode);
    }

    [Fact]
    public async Task Output_without_an_end_is_refused()
    {
        var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(new ShellCommand("yes")));

        Assert.Equal((ExitCode.Config, "'yes' printed too much"), (failure.ExitCode, failure.Message));
    }

    static async Task<(int ExitStatus, string Output)> RunAsync(ShellCommand command)
    {
        var result = await new SystemShell().RunAsync(command, TestContext.Current.CancellationToken);
        using var output = result.Output;
        return (result.ExitStatus, OctetText.Decode(output.Reveal()));
    }

    // A process that was killed stays listed until its parent has looked.
    static async Task GoneAsync(string commandLine)
    {
        var wanted = commandLine.Replace(' ', '\0') + '\0';
        while (Directory.EnumerateDirectories("/proc").Any(process => CommandLine(process) == wanted))
            await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
