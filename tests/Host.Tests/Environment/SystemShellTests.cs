using System.Runtime.InteropServices;
using Msmtp.Hosting;
using Msmtp.TestKit;
using Msmtp.Text;
using NSubstitute;

namespace Msmtp.Host.Tests;

public sealed partial class SystemShellTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

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
        var octets = await new SystemShell().ReadFirstLineAsync(command, Token);

        Assert.Equal(line, octets is null ? null : OctetText.Decode(octets));
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(100_000)]
    public async Task A_line_may_have_any_length(int length)
    {
        var octets = await new SystemShell().ReadFirstLineAsync($"head -c {length} /dev/zero | tr '\\0' x; echo; seq 1 20000", Token);

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

    [Theory]
    [InlineData("a b", "$HOME", "'", "; exit 7", "")]
    public async Task A_program_gets_its_arguments_as_they_are(params string[] arguments)
    {
        var result = await RunAsync(ShellCommand.Program("printf", ["%s|", .. arguments]));

        Assert.Equal((0, string.Concat(arguments.Select(static argument => argument + "|"))), result);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named()
    {
        var e = await Assert.ThrowsAsync<MailException>(() => RunAsync(ShellCommand.Program("no-such-program-here", "x")));

        Assert.Equal((ExitCode.OsErr, "cannot run no-such-program-here: No such file or directory"), (e.ExitCode, e.Message));
    }

    [Fact]
    public async Task What_a_command_complains_of_is_given_to_whoever_wants_it()
    {
        var command = new ShellCommand("echo one; echo broken >&2; echo two; exit 4") { TakesError = true };

        var result = await new SystemShell().RunAsync(command, Token);

        using var output = result.Output;
        using var error = result.Error;
        Assert.Equal((4, "one\ntwo\n", "broken\n"), (result.ExitStatus, OctetText.Decode(output.Reveal()), OctetText.Decode(error!.Reveal())));
    }

    [Fact]
    public async Task A_command_that_complains_without_end_is_not_held_up_and_its_beginning_is_kept()
    {
        var command = new ShellCommand("head -c 1000000 /dev/zero | tr '\\0' x >&2; echo done") { TakesError = true };

        var result = await new SystemShell().RunAsync(command, Token);

        using var output = result.Output;
        using var error = result.Error;
        Assert.Equal(("done\n", 64 << 10), (OctetText.Decode(output.Reveal()), error!.Reveal().Length));
    }

    [Fact]
    public async Task Complaints_that_nobody_wants_are_not_there()
    {
        var result = await new SystemShell().RunAsync(new ShellCommand("echo done"), Token);

        using var output = result.Output;
        Assert.Null(result.Error);
    }

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
        using var left = new LongCommand();

        var result = await RunAsync(new ShellCommand($"setsid {left.Line} & echo done; exit 3"));

        Assert.Equal((3, "done\n"), result);
        await UntilAsync(() => left.IsRunning);
    }

    [Theory]
    [InlineData("echo secret")]
    [InlineData("printf secret")]
    public async Task Nobody_waits_for_what_a_command_has_left_behind_once_there_is_a_line(string print)
    {
        using var left = new LongCommand();

        var line = await new SystemShell().ReadFirstLineAsync($"{print}; {left.Line} &", Token);

        Assert.Equal("secret", OctetText.Decode(line));
        await UntilAsync(() => left.IsRunning);
    }

    [Fact]
    public async Task A_line_that_comes_from_what_a_command_has_left_behind_is_waited_for()
    {
        var line = await new SystemShell().ReadFirstLineAsync("{ while kill -0 $$; do :; done; echo secret; } 2>/dev/null &", Token);

        Assert.Equal("secret", OctetText.Decode(line));
    }

    [Fact]
    public async Task A_command_that_prints_for_ever_is_ended_once_there_is_a_line()
    {
        var line = await new SystemShell().ReadFirstLineAsync("yes secret", Token);

        Assert.Equal("secret", OctetText.Decode(line));
    }

    [Fact]
    public async Task A_command_that_prints_a_little_more_than_a_line_is_not_stopped_while_it_writes()
    {
        using var folder = new TestKit.TempDirectory();
        var proof = folder.File("proof");

        await new SystemShell().ReadFirstLineAsync($"echo secret; seq 1 5000; touch {proof}", Token);

        Assert.True(File.Exists(proof));
    }

    [Theory]
    [InlineData(IoMode.Asynchronous)]
    [InlineData(IoMode.Blocking)]
    public async Task A_password_has_a_time_to_come(IoMode io)
    {
        var marker = $"sleep 6{Random.Shared.Next(100_000, 999_999)}";
        var shell = new SystemShell { Io = io }.Within(TimeSpan.FromSeconds(1));

        var failure = await Assert.ThrowsAsync<MailException>(async () => await shell.ReadFirstLineAsync(marker + "; echo late", Token));

        Assert.Equal((ExitCode.TempFail, $"'{marker}; echo late' did not end within 1 seconds"), (failure.ExitCode, failure.Message));
        await GoneAsync(marker);
    }

    [Fact]
    public async Task A_command_may_not_take_longer_than_its_account_allows()
    {
        var shell = new SystemShell().Within(TimeSpan.FromSeconds(1));

        var failure = await Assert.ThrowsAsync<MailException>(
            () => shell.RunAsync(new ShellCommand("sleep 600") { Timeout = TimeSpan.FromMinutes(5) }, Token).AsTask());

        Assert.Equal("'sleep 600' did not end within 1 seconds", failure.Message);
    }

    // Much that a caller has blocked stays blocked across exec: the command must not inherit it, nor what the runtime ignores.
    [Fact]
    public void A_command_starts_with_the_signals_that_programs_rely_on()
    {
        string? states = null;
        var caller = new Thread(() =>
        {
            var all = Enumerable.Repeat(ulong.MaxValue, 16).ToArray();
            Assert.Equal(0, pthread_sigmask(0, all, 0));
            var shell = new SystemShell { Io = IoMode.Blocking };
            states = OctetText.Decode(
                Completed(shell.ReadFirstLineAsync("grep -E '^Sig(Blk|Ign)' /proc/self/status | cut -f2 | tr '\n' ' '", Token))!);
        });
        caller.Start();
        caller.Join();

        var masks = Array.ConvertAll(states!.Split(' ', StringSplitOptions.RemoveEmptyEntries), static mask => Convert.ToUInt64(mask, 16));
        Assert.Equal(0UL, masks[0]);
        Assert.Equal(0UL, masks[1] & (1UL << 12 | 1UL << 13 | 1UL << 16 | 1UL << 24));
    }

    [Fact]
    public void Without_another_thread_an_answer_is_there_when_the_call_returns()
    {
        Assert.Equal("done"u8.ToArray(), Completed(new SystemShell { Io = IoMode.Blocking }.ReadFirstLineAsync("echo done", Token)));
    }

    [Fact]
    public async Task A_command_has_nothing_open_but_its_streams_and_what_the_caller_has_left()
    {
        using var file = File.OpenHandle("/proc/self/stat");

        var own = await new SystemShell().ReadFirstLineAsync($"test -e /proc/self/fd/{file.DangerousGetHandle()}; echo $?", Token);

        Assert.Equal("1", OctetText.Decode(own));
    }

    [Fact]
    public async Task A_system_without_a_shell_says_so()
    {
        var shell = new SystemShell { HasShell = false }.Within(null);

        var failure = await Assert.ThrowsAsync<MailException>(async () => await shell.ReadFirstLineAsync("echo secret", Token));

        Assert.Equal((ExitCode.Unavailable, "commands need /bin/sh, which Windows does not have"), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public async Task Output_without_an_end_is_refused()
    {
        var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(new ShellCommand("yes")));

        Assert.Equal((ExitCode.Config, "'yes' printed too much"), (failure.ExitCode, failure.Message));
    }

    static async Task<(int ExitStatus, string Output)> RunAsync(ShellCommand command)
    {
        var result = await new SystemShell().RunAsync(command, Token);
        using var output = result.Output;
        return (result.ExitStatus, OctetText.Decode(output.Reveal()));
    }

    static T Completed<T>(ValueTask<T> answer)
    {
        Assert.True(answer.IsCompletedSuccessfully);
        return answer.GetAwaiter().GetResult();
    }

    // A process that was killed stays listed until its parent has looked.
    static Task GoneAsync(string commandLine) => UntilAsync(() => !LongCommand.IsThere(commandLine));

    static Task UntilAsync(Func<bool> isSo) => Eventually.TrueAsync("the process has come or gone", isSo, Token);

    [LibraryImport("libc")]
    private static partial int pthread_sigmask(int how, [In] ulong[] signals, nint before);
}
