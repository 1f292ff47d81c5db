using System.Runtime.Versioning;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>Whatever a caller leaves behind it, across exec: a mail whose password a command prints goes out, and goes out whole.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CallerStateTests : EndToEndTest
{
    static readonly TimeSpan Allowed = TimeSpan.FromSeconds(20);

    static readonly string[] States =
    [
        "exec env --block-signal=CHLD \"$@\"",
        "exec env --ignore-signal=CHLD \"$@\"",
        "exec env --block-signal=PIPE \"$@\"",
        "exec env --ignore-signal=PIPE \"$@\"",
        "exec env --block-signal=ALRM --block-signal=TERM \"$@\"",
        "exec env --block-signal \"$@\"",
        "exec env --ignore-signal \"$@\"",
        "exec \"$@\" >&-",
        "exec \"$@\" 2>&-",
        "exec \"$@\" --debug >&- 2>&-",
        "ulimit -n 128; exec \"$@\"",
        "ulimit -n 1000000 2>/dev/null; exec \"$@\"",
        "ulimit -v 500000; exec \"$@\"",
        "ulimit -d 100000; exec \"$@\"",
        "ulimit -f 0; exec \"$@\"",
        "unset HOME; exec \"$@\"",
        "exec setsid -w \"$@\"",
        "TMPDIR=/proc/nowhere exec \"$@\"",
    ];

    public static MatrixTheoryData<Flavour, string> EachState { get; } = new(Enum.GetValues<Flavour>(), States);

    public static MatrixTheoryData<Flavour, string> EachCommand { get; } = new(
        Enum.GetValues<Flavour>(),
        [
            "passwordeval echo secret",
            "eval echo password secret",
            "credential_helper !f() { echo password=secret; }; f",
            "passwordeval echo secret; sleep 600 2>/dev/null &",
            "eval echo password secret; sleep 600 2>/dev/null &",
            "credential_helper !f() { echo password=secret; sleep 600 2>/dev/null & }; f",
            "passwordeval yes secret",
        ]);

    [Theory, MemberData(nameof(EachState))]
    public Task A_mail_goes_out(Flavour flavour, string state) => AssertSentAsync(flavour, state, "passwordeval echo secret");

    [Theory, MemberData(nameof(EachCommand))]
    public Task Whatever_command_is_run_and_whatever_it_leaves_behind(Flavour flavour, string command) =>
        AssertSentAsync(flavour, States[0], command);

    [Theory, EachFlavour]
    public async Task A_command_sees_the_environment_octet_by_octet(Flavour flavour)
    {
        var seen = Home.File("seen");
        await AssertSentAsync(
            flavour, "LATIN=$(printf 'gr\\374n') exec \"$@\"", $"passwordeval printf %s \"$LATIN\" >{seen}; echo secret");

        Assert.Equal([(byte)'g', (byte)'r', 0xFC, (byte)'n'], await File.ReadAllBytesAsync(seen, Token));
    }

    [Theory, EachFlavour]
    public async Task A_command_that_prints_for_ever_is_an_error(Flavour flavour)
    {
        var result = await SendAsync(flavour, "-C", Msmtprc(25, "auth plain", "user me", "passwordeval cat /dev/zero"), "you@example.net");

        Assert.Equal((78, "msmtp: 'cat /dev/zero' printed too much\n"), (result.ExitCode, result.ErrorText));
    }

    [Theory]
    [InlineData(Flavour.Native, "passwordeval", "--timeout=1")]
    [InlineData(Flavour.Managed, "passwordeval", "--timeout=1")]
    [InlineData(Flavour.Native, "eval", "--timeout=1")]
    [InlineData(Flavour.Native, "timeout 1\npasswordeval", "--")]
    [InlineData(Flavour.Native, "timeout 1\ncredential_helper !", "--")]
    public async Task A_command_takes_no_longer_than_the_timeout(Flavour flavour, string command, string option)
    {
        const string sleep = "sleep 600; echo late";
        await using var sink = Sink();
        var file = Msmtprc(sink.Port, "auth plain", "user me", $"{command}{(command.EndsWith('!') ? "" : " ")}{sleep}");

        var result = await SendAsync(flavour, "-C", file, option, "you@example.net");

        Assert.Equal(75, result.ExitCode);
        Assert.Matches($"^msmtp: (.*: line 7: )?'{sleep}.*' did not end within 1 seconds\n", result.ErrorText);
    }

    // As with sudo: what has become another user's cannot be killed by this one.
    [Fact]
    public async Task A_command_that_cannot_be_killed_is_not_waited_for()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give rights");
        using var sleep = new LongCommand();
        var file = Msmtprc(25, "auth plain", "user me", $"passwordeval exec {Home.File("su")} --reuid 0 --regid 0 --clear-groups {sleep.Line}");
        var script = $"cd {Home.Path}; chmod 755 .; chown 64999 msmtprc; cp \"$1\" copy; chmod 755 copy; cp /usr/bin/setpriv su; chmod 4755 su; shift; "
            + "exec setpriv --reuid 64999 --regid 64999 --clear-groups ./copy \"$@\"";

        var result = await ShellAsync(Flavour.Native, script, "-C", file, "--timeout=1", "you@example.net").WaitAsync(Allowed, Token);

        Assert.Equal(75, result.ExitCode);
        Assert.Contains("did not end within 1 seconds", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_command_that_is_ended_takes_with_it_what_it_runs(Flavour flavour)
    {
        using var sleep = new LongCommand();
        using var command = RunningCommand.Start(
            Command(flavour, "-C", Msmtprc(25, "auth plain", "user me", $"passwordeval {sleep.Line}; echo late"), "you@example.net"), Token);
        await command.Input.WriteAsync("Subject: x\n\n"u8.ToArray(), Token);
        command.Input.Close();
        await UntilAsync(() => sleep.IsRunning);

        command.Signal(15);

        Assert.Equal(128 + 15, (await command.FinishAsync(Token).WaitAsync(Allowed, Token)).ExitCode);
        await UntilAsync(() => !sleep.IsRunning);
    }

    // The runtime keeps a mask for each thread: a signal that its caller had blocked must end the command nevertheless.
    [Fact]
    public async Task A_command_whose_caller_has_blocked_the_signal_is_ended_by_it()
    {
        using var sleep = new LongCommand();
        var plain = Command(Flavour.Native, "-C", Msmtprc(25, "auth plain", "user me", $"passwordeval {sleep.Line}"), "you@example.net");
        using var command = RunningCommand.Start(
            plain with { Path = "/usr/bin/env", Arguments = ["--block-signal", plain.Path, .. plain.Arguments] }, Token);
        await command.Input.WriteAsync("Subject: x\n\n"u8.ToArray(), Token);
        command.Input.Close();
        await UntilAsync(() => sleep.IsRunning);

        command.Signal(15);

        Assert.Equal(128 + 15, (await command.FinishAsync(Token).WaitAsync(Allowed, Token)).ExitCode);
    }

    // As at a terminal, whose signals go to both: the command of msmtprc has ended before the runtime tells us.
    [Theory, EachFlavour]
    public async Task A_signal_to_both_ends_both(Flavour flavour)
    {
        var result = await ShellAsync(
            flavour, "exec setsid -w \"$@\"", "-C", Msmtprc(25, "auth plain", "user me", "passwordeval kill -TERM 0"), "you@example.net");

        Assert.Equal((128 + 15, ""), (result.ExitCode, result.ErrorText));
    }

    [Theory, EachFlavour]
    public async Task A_log_that_may_not_grow_does_not_undo_a_mail(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var log = Home.File("log");

        var result = await ShellAsync(
            flavour, "ulimit -f 0; exec \"$@\"", "-C", Msmtprc(sink.Port, $"logfile {log}"), "you@example.net");

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith($"msmtp: cannot log to {log}: cannot write: File too large\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(Mail, sink.TakeMail()?.Text);
    }

    [Theory]
    [InlineData(Flavour.Native, "ulimit -v 40000", "too little memory: the limit is 40000 KiB of address space (ulimit -v), and it needs 80000\n")]
    [InlineData(Flavour.Native, "ulimit -d 10000", "too little memory: the limit is 10000 KiB of data (ulimit -d), and it needs 32000\n")]
    [InlineData(Flavour.Managed, "ulimit -v 200000", "too little memory: the limit is 200000 KiB of address space (ulimit -v), and it needs 300000\n")]
    [InlineData(Flavour.Managed, "ulimit -d 60000", "too little memory: the limit is 60000 KiB of data (ulimit -d), and it needs 100000\n")]
    [InlineData(Flavour.Managed, "ulimit -n 16", "too few open files: the limit is 16 (ulimit -n), and it needs 120 besides the ")]
    [InlineData(Flavour.Managed, "ulimit -n 24", "too few open files: the limit is 24 (ulimit -n), and it needs 120 besides the ")]
    [InlineData(Flavour.Managed, "ulimit -n 40", "too few open files: the limit is 40 (ulimit -n), and it needs 120 besides the ")]
    [InlineData(Flavour.Managed, "ulimit -n 128; exec 3</ 4</ 5</ 6</ 7</ 8</ 9</", "too few open files: the limit is 128 (ulimit -n), and it needs 120 besides the ")]
    public async Task A_limit_that_is_too_low_is_named_in_one_line(Flavour flavour, string limit, string complaint)
    {
        SkipWithoutLauncher(flavour);

        var result = await ShellAsync(flavour, limit + "; exec \"$@\"", [.. Server(25), "you@example.net"]);

        Assert.Equal(71, result.ExitCode);
        Assert.StartsWith($"msmtp: cannot start: {complaint}", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(result.ErrorText.Length - 1, result.ErrorText.IndexOf('\n', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Too_few_threads_are_named_in_one_line()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can become a user who runs nothing else");
        SkipWithoutLauncher(Flavour.Managed);
        // A copy, which everybody may read. The limit counts all threads of a user, those that are still ending among them: nobody else is this one.
        var script = $"cd {Home.Path}; chmod 755 .; cp -r \"${{1%/*}}\" copy; chmod -R a+rX copy; shift; user=$((64000 + $$ % 900)); "
            + "exec prlimit --nproc=4 setpriv --reuid $user --regid $user --clear-groups copy/msmtp \"$@\"";

        var result = await ShellAsync(Flavour.Managed, script, "--version");

        Assert.Equal((71, "msmtp: cannot start: the system allows it too few threads (ulimit -u)\n"), (result.ExitCode, result.ErrorText));
    }

    [Theory]
    [InlineData("ulimit -n 16")]
    [InlineData("ulimit -v 100000")]
    public async Task The_native_command_needs_little(string limit)
    {
        await AssertSentAsync(Flavour.Native, limit + "; exec \"$@\"", "passwordeval echo secret");
    }

    [Theory, EachFlavour]
    public async Task A_machine_without_devices(Flavour flavour)
    {
        await AssertSentAsync(flavour, WithoutDevices, "passwordeval echo secret");
    }

    [Theory, EachFlavour]
    public async Task A_machine_without_processes_to_be_seen(Flavour flavour)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can take /proc away");
        SkipWithoutLauncher(flavour);
        const string withoutProc = "exec unshare -m /bin/sh -c 'umount -l /proc && exec \"$@\"' sh \"$@\"";

        if (flavour == Flavour.Native)
            await AssertSentAsync(flavour, withoutProc, "passwordeval echo secret");
        else
            Assert.Equal(
                "msmtp: cannot start: the .NET runtime needs /proc, which is not there\n",
                (await ShellAsync(flavour, withoutProc, [.. Server(25), "you@example.net"])).ErrorText);
    }

    // The Message-ID needs a random number.
    [Theory, EachFlavour]
    public async Task A_header_that_is_made_on_a_machine_without_devices(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        var result = await ShellAsync(flavour, WithoutDevices, ["-C", Msmtprc(sink.Port), "--syslog=on", "--", "you@example.net"], "Subject: x\n\nbody\n");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("\nMessage-ID: <", sink.TakeMail()?.Text, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_crash_leaves_no_memory_behind(Flavour flavour)
    {
        var pattern = (await File.ReadAllTextAsync("/proc/sys/kernel/core_pattern", Token)).Trim();
        Assert.SkipUnless(pattern is [not '/' and not '|', ..], $"the system keeps dumps elsewhere: {pattern}");
        using var sleep = new LongCommand();
        var plain = Command(flavour, "-C", Msmtprc(25, "auth plain", "user me", $"passwordeval exec {sleep.Line}"), "you@example.net");
        using var command = RunningCommand.Start(
            plain with { Path = "/bin/sh", Arguments = ["-c", $"cd {Home.Path}; ulimit -c unlimited; exec \"$@\"", "sh", plain.Path, .. plain.Arguments] },
            Token);
        await command.Input.WriteAsync("Subject: x\n\n"u8.ToArray(), Token);
        command.Input.Close();
        await UntilAsync(() => sleep.IsRunning);

        // SIGSYS: the runtime leaves it to the system, which would write a core.
        command.Signal(31);
        await command.FinishAsync(Token).WaitAsync(Allowed, Token);

        Assert.Empty(Directory.GetFiles(Home.Path, "core*"));
    }

    static string WithoutDevices
    {
        get
        {
            Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can take /dev away");
            return "exec unshare -m /bin/sh -c 'mount -t tmpfs none /dev && exec \"$@\"' sh \"$@\"";
        }
    }

    internal static void SkipWithoutLauncher(Flavour flavour) => Assert.SkipUnless(
        flavour == Flavour.Native || File.Exists(Path.Combine(Path.GetDirectoryName(TestPaths.ManagedHost)!, "Msmtp.Cli")),
        "the managed host was built without a C compiler");

    async Task AssertSentAsync(Flavour flavour, string script, string command)
    {
        SkipWithoutLauncher(flavour);
        await using var sink = Sink();

        var result = await ShellAsync(flavour, script, "-C", Msmtprc(sink.Port, "auth plain", "user me", command), "you@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("", result.ErrorText);
        Assert.Equal(Mail, sink.TakeMail()?.Text);
    }

    static MailSink Sink() => MailSink.Start(static options => options with
    {
        RequireTlsForAuth = false,
        CredentialsCheck = new PasswordTable("me", "secret").CheckAsync,
    });

    static Task UntilAsync(Func<bool> isSo) => Eventually.TrueAsync("the command that takes long has come or gone", isSo, Token);
}
